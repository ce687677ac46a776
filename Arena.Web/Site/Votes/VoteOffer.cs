namespace Arena.Web.Site.Votes;

/// <summary>A pair that a voter was shown. It travels through the browser encrypted and comes back with the vote, so that nobody votes on what they were not shown.</summary>
/// <param name="Tournament">The tournament.</param>
/// <param name="Prompt">The prompt's id.</param>
/// <param name="Left">The contestant shown left.</param>
/// <param name="Right">The contestant shown right.</param>
/// <param name="Texts">Which texts were shown.</param>
/// <param name="Voter">Who was shown them.</param>
/// <param name="Until">When it is too late to vote.</param>
internal sealed record VoteOffer(string Tournament, string Prompt, string Left, string Right, string Texts, string Voter, DateTimeOffset Until);
