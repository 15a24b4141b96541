namespace SemanticMlr.Edge.Outbox;

/// <summary>Why a message was given up.</summary>
internal enum DropReason
{
    /// <summary>Its class, or all classes together, passed their bytes.</summary>
    Limit,

    /// <summary>It waited longer than its class may.</summary>
    Age,

    /// <summary>The disk had no room.</summary>
    Disk,

    /// <summary>Messages came faster than they could be stored.</summary>
    Queue,

    /// <summary>It could not be read back.</summary>
    Damaged,
}
