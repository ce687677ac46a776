namespace Arena.Core;

/// <summary>A passage given with a prompt, which responses may cite by its id.</summary>
/// <param name="Id">The id that a citation such as <c>[doc3]</c> names.</param>
/// <param name="Text">The passage.</param>
/// <param name="IsRelevant">Whether it bears on the answer; null where nobody has said.</param>
public sealed record Passage(string Id, string Text, bool? IsRelevant = null);
