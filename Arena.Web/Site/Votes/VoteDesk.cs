using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Threading.RateLimiting;
using Arena.Core.Storage;
using Arena.Web.Site.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace Arena.Web.Site.Votes;

/// <summary>Where votes are taken: what is offered to whom, and whether what comes back was.</summary>
internal sealed class VoteDesk(SiteData data, IDataProtectionProvider protection, TimeProvider time) : IDisposable
{
    /// <summary>Votes a minute of one voter, and from one address: behind a proxy that may be everybody.</summary>
    public const int MostOfVoter = 60, MostOfAddress = 1200;

    /// <summary>Tournaments that are voted on at once; for another one, one is read anew.</summary>
    private const int MostRooms = 16;

    /// <summary>How long one may look at a pair before voting.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);

    private readonly IDataProtector _protector = protection.CreateProtector("Arena.Site.Vote");
    private readonly ConcurrentDictionary<string, VoteRoom> _rooms = new(StringComparer.Ordinal);
    private readonly PartitionedRateLimiter<(string Voter, string Address)> _limiter = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<(string Voter, string Address), string>(who => RateLimitPartition.GetFixedWindowLimiter(who.Voter, _ => Minutely(MostOfVoter))),
        PartitionedRateLimiter.Create<(string Voter, string Address), string>(who => RateLimitPartition.GetFixedWindowLimiter(who.Address, _ => Minutely(MostOfAddress))));

    /// <summary>What to show somebody now.</summary>
    /// <exception cref="PageException">There is no such tournament, or the store cannot be read.</exception>
    public async Task<VoteView> NextAsync(string tournament, string voter, CancellationToken cancellationToken)
    {
        await data.RequireAsync(tournament, cancellationToken).ConfigureAwait(false);
        return await RoomOf(tournament).NextAsync(voter, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What the browser gives back with a vote on a pair.</summary>
    public string Offer(string tournament, VotePair pair, string voter) => _protector.Protect(JsonSerializer.Serialize(
        new VoteOffer(tournament, pair.Prompt.Id, pair.Left.Contestant, pair.Right.Contestant, pair.Texts, voter, time.GetUtcNow() + Lifetime), SiteJson.Default.VoteOffer));

    /// <summary>Reads an offer that comes back.</summary>
    /// <exception cref="PageException">It was not made by this site, or to somebody else, or too long ago.</exception>
    public VoteOffer Read(string? offer, string tournament, string? voter)
    {
        try
        {
            if (!string.IsNullOrEmpty(offer)
                && JsonSerializer.Deserialize(_protector.Unprotect(offer), SiteJson.Default.VoteOffer) is { } made
                && made.Tournament == tournament && made.Voter == voter)
            {
                return made.Until > time.GetUtcNow()
                    ? made
                    : throw new PageException(410, "This pair was open for too long", $"A vote comes within {Lifetime.TotalHours:0} hours after its pair was shown. Nothing was counted. Load the page of votes again and vote on what it shows.");
            }
        }
        catch (CryptographicException)
        {
            // Made up, or of an earlier start of the site.
        }

        throw PageException.BadRequest(
            "This pair was not shown to you",
            "Nothing was counted. Votes are taken on what the page of votes has shown to this browser since the site was started, and they need its cookies. Load that page again and vote on what it shows.");
    }

    /// <summary>Casts a vote.</summary>
    /// <exception cref="PageException">The store cannot be written.</exception>
    public Task<VoteReceipt> CastAsync(VoteOffer offer, VoteChoice choice) =>
        RoomOf(offer.Tournament).CastAsync(VoteOf(offer, choice));

    public static HumanVote VoteOf(VoteOffer offer, VoteChoice choice) => new(offer.Prompt, offer.Left, offer.Right, offer.Texts, choice, offer.Voter);

    /// <summary>Refuses a voter who votes more than anybody can who reads what they vote on.</summary>
    /// <exception cref="PageException">Too many; it says when to try again.</exception>
    public void Limit(HttpContext context, string? voter)
    {
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        using var lease = _limiter.AttemptAcquire((voter ?? address, address));
        if (!lease.IsAcquired)
        {
            var seconds = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 60;
            throw new PageException(
                429,
                "Too many votes in a minute",
                string.Create(CultureInfo.InvariantCulture, $"This vote was not counted. Try again in {seconds} seconds: the page then shows the same pair, by itself or when you go back."))
            {
                RetryAfter = seconds,
            };
        }
    }

    public void Dispose()
    {
        _limiter.Dispose();
        foreach (var room in _rooms.Values)
        {
            room.Dispose();
        }
    }

    private VoteRoom RoomOf(string tournament)
    {
        if (_rooms.TryGetValue(tournament, out var room))
        {
            return room;
        }

        if (_rooms.Count >= MostRooms)
        {
            // Who is in there goes on; the room holds nothing that the store does not.
            _rooms.TryRemove(_rooms.Keys.First(), out _);
        }

        return _rooms.GetOrAdd(tournament, name => new VoteRoom(name, data, time));
    }

    private static FixedWindowRateLimiterOptions Minutely(int most) => new() { PermitLimit = most, Window = TimeSpan.FromMinutes(1) };
}
