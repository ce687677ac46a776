namespace Arena.Web.Site;

/// <summary>A page that works without a script and carries one of this site's own to add to it; its policy lets that run, and nothing else.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ScriptedPageAttribute : Attribute;
