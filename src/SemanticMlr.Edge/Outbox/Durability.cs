namespace SemanticMlr.Edge.Outbox;

/// <summary>Which fault a stored message outlives.</summary>
public enum Durability
{
    /// <summary>
    /// A loss of power: a message counts as stored once database and pictures were flushed to the disk. What was handed over within the last group
    /// (50 ms by default) and was not committed can be lost, nothing that was.
    /// </summary>
    PowerLoss,

    /// <summary>
    /// The end of the process, however hard: a message counts as stored once the operating system has it. A loss of power can also take the last
    /// commits, up to some seconds, but leaves the database whole. For disks that are slow or wear out.
    /// </summary>
    ProcessCrash,
}
