namespace Arena.Core.Bias;

/// <summary>Which protocol to take for this judge and these prompts.</summary>
/// <param name="Protocol">The protocol; null where the figures favour neither.</param>
/// <param name="Reason">Why, with the figures that it rests on, and those that speak against it.</param>
public sealed record ProtocolAdvice(Protocol? Protocol, string Reason);
