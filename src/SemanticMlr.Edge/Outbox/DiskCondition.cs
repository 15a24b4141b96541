using Microsoft.Extensions.Logging;

namespace SemanticMlr.Edge.Outbox;

/// <summary>Whether the disk of the outbox has room, and whether anything can be stored on it; each change is logged once.</summary>
/// <remarks>Used by the thread that stores; <see cref="IsFull"/> by any.</remarks>
internal sealed class DiskCondition(OutboxStaging staging, string folder, ILogger logger)
{
    private volatile bool _isFull;

    /// <summary>Whether the disk had no room at the last look.</summary>
    public bool IsFull => _isFull;

    /// <summary>Says that there was no room for something.</summary>
    public void Filled(Exception exception)
    {
        if (!_isFull)
        {
            _isFull = true;
            logger.DiskFull(folder, exception.Message);
        }
    }

    /// <summary>Says that there is room, also for the reserve.</summary>
    public void HasRoom()
    {
        if (_isFull)
        {
            _isFull = false;
            logger.DiskHasRoom(folder);
        }
    }

    /// <summary>Says that nothing can be stored: messages go out from memory.</summary>
    public void Failed(Exception exception)
    {
        if (!staging.IsVolatile)
        {
            staging.IsVolatile = true;
            logger.NothingStored(exception, folder);
        }
    }

    /// <summary>Says that a group was stored: only what is on disk goes out.</summary>
    public void Stored()
    {
        if (staging.IsVolatile)
        {
            staging.IsVolatile = false;
            logger.StoredAgain(folder);
        }
    }
}
