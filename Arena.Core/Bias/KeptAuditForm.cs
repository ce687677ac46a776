namespace Arena.Core.Bias;

/// <summary>In which form an audit is kept.</summary>
/// <param name="Format">Number of the form.</param>
/// <param name="Arena">The version of Arena that kept it.</param>
internal sealed record KeptAuditForm(int Format, string Arena);
