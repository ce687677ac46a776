namespace Arena.Core.Judging;

/// <summary>Who a judge is.</summary>
/// <param name="Name">Its name for people.</param>
/// <param name="Fingerprint">
/// Hash of all that decides its verdicts: engine, model, template, protocol and settings; 64 lower-case hexadecimal digits. Another
/// fingerprint is another judge.
/// </param>
/// <param name="Protocol">How it is asked.</param>
public sealed record JudgeDescription(string Name, string Fingerprint, Protocol Protocol);
