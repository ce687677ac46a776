namespace Arena.Core.Ratings;

/// <summary>A contestant's battles against a baseline.</summary>
internal sealed record AgainstBaseline(string Name, List<AgainstBaseline.Battle> Battles)
{
    /// <summary>A battle: the prompt by number, the contestant's points in [0, 1], the weight, and its length and how much longer it is than the baseline, in characters.</summary>
    internal readonly record struct Battle(int Prompt, double Points, double Weight, int Length, int Longer);
}
