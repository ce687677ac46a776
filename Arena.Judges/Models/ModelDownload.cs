using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Arena.Core;

namespace Arena.Judges.Models;

/// <summary>
/// Fetches a model file into a folder. Bytes go to NAME.part, which takes its name when it is whole and its hash right. A cut
/// download goes on where it stopped, in this run or the next, provided that the server vouches by a strong validator (RFC 9110,
/// 13.1.5) that the file is still the same; NAME.part.source remembers address and validator.
/// </summary>
/// <param name="client">Sends the requests. It must not decompress.</param>
/// <param name="time">Times waits between tries and a connection that has gone silent.</param>
/// <param name="hubToken">Token for the Hugging Face hub, sent to its own host over https only; null for none.</param>
public sealed class ModelDownload(HttpClient client, TimeProvider time, string? hubToken = null)
{
    /// <summary>Tries in a row that bring nothing new before a download gives up.</summary>
    public const int Tries = 5;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    private readonly HttpClient _client = client;
    private readonly TimeProvider _time = time;
    private readonly string? _hubToken = hubToken;

    /// <summary>Fetches a file; one that is there with the right hash stays.</summary>
    /// <param name="source">What to fetch.</param>
    /// <param name="folder">Where to; made where it is absent.</param>
    /// <param name="sha256">The hash that it must have, 64 hexadecimal digits; null where it is not known.</param>
    /// <param name="progress">Is told after every piece; null for nobody.</param>
    /// <param name="cancellationToken">Ends the download; what is here is kept for the next.</param>
    /// <exception cref="BadInputException">
    /// The server has no such file or cannot be reached, the file is there already or cannot be written, or its hash is wrong.
    /// </exception>
    public async Task<DownloadedModel> RunAsync(
        ModelSource source, string folder, string? sha256, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (sha256 is not null && (sha256.Length != 64 || !sha256.All(char.IsAsciiHexDigit)))
        {
            throw new BadInputException(sha256, "is no SHA-256; give 64 hexadecimal digits.");
        }

        var path = Path.Combine(folder, source.FileName);
        var (partPath, notePath) = ($"{path}.part", $"{path}.part.source");
        try
        {
            if (File.Exists(path))
            {
                return await KeepAsync(path, sha256, cancellationToken);
            }

            Directory.CreateDirectory(folder);
            DownloadedModel model;
            var part = new FileStream(partPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 0, FileOptions.Asynchronous);
            await using (part)
            {
                using var transfer = new Transfer(this, source, path, part, notePath, progress);
                model = await transfer.RunAsync(cancellationToken);
            }

            if (sha256 is not null && !sha256.Equals(model.Sha256, StringComparison.OrdinalIgnoreCase))
            {
                File.Delete(partPath);
                File.Delete(notePath);
                throw new BadInputException(
                    source.Shown, $"has SHA-256 {model.Sha256}, not the {sha256} asked for; it was removed, so check address and hash.");
            }

            File.Move(partPath, path);
            File.Delete(notePath);
            return model;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Trouble of the network is dealt with in the transfer, so this is the disk's.
            throw new BadInputException(
                path, $"cannot be written ({e.Message}); check rights and room, and that no other download writes it.", inner: e);
        }
    }

    private static async Task<DownloadedModel> KeepAsync(string path, string? sha256, CancellationToken cancellationToken)
    {
        if (sha256 is null)
        {
            throw new BadInputException(path, "is there already; remove it, give --name for another, or give --sha256 to check it.");
        }

        await using var stream = File.OpenRead(path);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
        return sha256.Equals(hash, StringComparison.OrdinalIgnoreCase)
            ? new(path, stream.Length, hash, 0)
            : throw new BadInputException(path, $"is there already with SHA-256 {hash}, not the one asked for; remove it or give --name for another.");
    }

    /// <summary>One download in progress. The hash always covers exactly what the part holds.</summary>
    private sealed class Transfer(
        ModelDownload download, ModelSource source, string path, FileStream part, string notePath, IProgress<DownloadProgress>? progress) : IDisposable
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly byte[] _piece = new byte[1 << 17];
        private RangeConditionHeaderValue? _validator;
        private long _fetched;

        public void Dispose() => _hash.Dispose();

        public async Task<DownloadedModel> RunAsync(CancellationToken cancellationToken)
        {
            await TakeUpAsync(cancellationToken);
            var (most, failures) = (part.Length, 0);
            while (true)
            {
                try
                {
                    await TryAsync(cancellationToken);
                    await part.FlushAsync(cancellationToken);
                    part.Flush(flushToDisk: true);
                    return new(path, part.Length, Convert.ToHexStringLower(_hash.GetHashAndReset()), _fetched);
                }
                catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
                {
                    failures = part.Length > most ? 1 : failures + 1;
                    most = Math.Max(most, part.Length);
                    if (failures == Tries)
                    {
                        var cause = e is OperationCanceledException ? "the server is silent" : e.Message.TrimEnd('.');
                        throw new BadInputException(
                            source.Shown, $"could not be fetched in {Tries} tries ({cause}); run the same command later, it goes on where it can.", inner: e);
                    }
                }

                await Task.Delay(FirstWait * (1 << (failures - 1)), download._time, cancellationToken);
            }
        }

        /// <summary>Takes up what an earlier run left, where it is known to be of this address.</summary>
        private async Task TakeUpAsync(CancellationToken cancellationToken)
        {
            var note = File.Exists(notePath) ? await File.ReadAllLinesAsync(notePath, cancellationToken) : [];
            if (note is not [var address, var validator]
                || address != source.Address.AbsoluteUri
                || !RangeConditionHeaderValue.TryParse(validator, out _validator))
            {
                await RestartAsync(null, cancellationToken);
                return;
            }

            int read;
            while ((read = await part.ReadAsync(_piece, cancellationToken)) > 0)
            {
                _hash.AppendData(_piece, 0, read);
            }
        }

        private async Task RestartAsync(RangeConditionHeaderValue? validator, CancellationToken cancellationToken)
        {
            // The note goes first and comes last, so that it never vouches for bytes of another file.
            File.Delete(notePath);
            part.SetLength(0);
            part.Position = 0;
            _hash.GetHashAndReset();
            _validator = validator;
            if (validator is not null)
            {
                await File.WriteAllLinesAsync(notePath, [source.Address.AbsoluteUri, validator.ToString()], cancellationToken);
            }
        }

        private async Task TryAsync(CancellationToken cancellationToken)
        {
            using var silence = new CancellationTokenSource(LongestSilence, download._time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
            if (_validator is null && part.Length > 0)
            {
                await RestartAsync(null, cancellationToken);
            }

            using var response = await SendAsync(either.Token);
            var total = await PrepareAsync(response, cancellationToken);
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                return;
            }

            CheckRoom(total);
            progress?.Report(new(part.Length, total));
            while (true)
            {
                silence.CancelAfter(LongestSilence);
                var read = await ReadAsync(response, either.Token);
                if (read == 0)
                {
                    break;
                }

                await part.WriteAsync(_piece.AsMemory(0, read), cancellationToken);
                _hash.AppendData(_piece, 0, read);
                _fetched += read;
                progress?.Report(new(part.Length, total));
            }

            if (total is { } expected && part.Length != expected)
            {
                throw new HttpRequestException($"the server sent {part.Length} bytes of {expected}");
            }
        }

        private async Task<HttpResponseMessage> SendAsync(CancellationToken cancellationToken)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, source.Address);
            request.Headers.AcceptEncoding.Add(new("identity"));
            if (part.Length > 0)
            {
                request.Headers.Range = new(part.Length, null);
                request.Headers.IfRange = _validator;
            }

            if (download._hubToken is { } token && source.Address is { Scheme: "https", Host: "huggingface.co" })
            {
                request.Headers.Authorization = new("Bearer", token);
            }

            return await download._client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }

        /// <summary>Brings the part to where the answer's bytes begin, and gives the whole file's size where the server tells.</summary>
        private async Task<long?> PrepareAsync(HttpResponseMessage response, CancellationToken cancellationToken)
        {
            var status = (int)response.StatusCode;
            var range = response.Content.Headers.ContentRange;
            switch (status)
            {
                case 200:
                    await RestartAsync(ValidatorOf(response), cancellationToken);
                    return response.Content.Headers.ContentLength;
                case 206 when part.Length > 0 && range?.From == part.Length && IsSame(response):
                    return range.Length;
                case 416 when part.Length > 0 && range?.Length == part.Length:
                    return range.Length;
                case 206 or 416 when part.Length > 0:
                    await RestartAsync(null, cancellationToken);
                    throw new HttpRequestException("the server did not go on where the part ends");
                case 408 or 429 or >= 500:
                    throw new HttpRequestException($"the server answered {status}");
                default:
                    throw new BadInputException(source.Shown, status switch
                    {
                        401 or 403 => $"may not be fetched: the server answered {status}; for files of the hub that need a token, set HF_TOKEN.",
                        404 or 410 => $"is not there: the server answered {status}; check the address.",
                        _ => $"could not be fetched: the server answered {status}; check the address.",
                    });
            }
        }

        /// <summary>Servers that overlook If-Range are found out by the entity tag of their answer.</summary>
        private bool IsSame(HttpResponseMessage response) =>
            response.Headers.ETag is not { } tag || _validator?.EntityTag is not { } known || tag.Equals(known);

        private void CheckRoom(long? total)
        {
            var free = new DriveInfo(Path.GetFullPath(part.Name)).AvailableFreeSpace;
            if (total - part.Length > free)
            {
                throw new BadInputException(path, $"needs {total - part.Length} bytes more, and {free} are free; make room or name another folder.");
            }
        }

        private async Task<int> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
        {
            try
            {
                var body = await response.Content.ReadAsStreamAsync(cancellationToken);
                return await body.ReadAsync(_piece, cancellationToken);
            }
            catch (IOException e)
            {
                throw new HttpRequestException("the connection was cut", e);
            }
        }

        /// <summary>A date is strong enough only where the file was a second old when it was sent (RFC 9110, 8.8.2.2).</summary>
        private static RangeConditionHeaderValue? ValidatorOf(HttpResponseMessage response) =>
            response.Headers.ETag is { } tag
                ? tag.IsWeak ? null : new(tag)
                : response.Content.Headers.LastModified is { } modified && response.Headers.Date - modified >= TimeSpan.FromSeconds(1)
                    ? new(modified)
                    : null;
    }
}
