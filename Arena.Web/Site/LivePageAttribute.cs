namespace Arena.Web.Site;

/// <summary>
/// A page on which something moves: it holds interactive components, so it carries Blazor's script, its policy lets that run and connect to this site, and it is
/// never kept to be shown to others. All other pages carry no script, and their policy forbids any.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class LivePageAttribute : Attribute;
