namespace SemanticMlr.Faults.PowerLoss;

/// <summary>Half of a system call that succeeded: where it begins or where it has ended. One that no other interrupted has both at once.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">Its arguments as strace wrote them.</param>
/// <param name="Result">What it gave.</param>
/// <param name="Begins">Whether this is its begin.</param>
/// <param name="Ends">Whether this is its end.</param>
/// <param name="Thread">The thread that made it.</param>
internal sealed record SystemCall(string Name, IReadOnlyList<string> Arguments, long Result, bool Begins, bool Ends, int Thread);
