namespace Arena.Judges.Chat;

/// <summary>Who speaks in a message to a model.</summary>
public enum ChatRole
{
    /// <summary>Instructions that stand above the conversation.</summary>
    System,

    /// <summary>The one who asks.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,
}
