namespace SemanticMlr.Edge.Capture;

/// <summary>A camera could not be opened, or was lost. The message is meant for people and holds no secret.</summary>
public sealed class CaptureException : IOException
{
    /// <summary>Creates the exception.</summary>
    public CaptureException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public CaptureException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates an exception without a text.</summary>
    public CaptureException()
    {
    }
}
