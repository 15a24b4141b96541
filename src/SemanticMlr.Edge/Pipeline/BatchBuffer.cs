namespace SemanticMlr.Edge.Pipeline;

/// <summary>The frames and the memory of one batch. Owns both.</summary>
internal sealed class BatchBuffer(BatchAssembler assembler, BatchRunner runner) : IDisposable
{
    /// <summary>Takes frames.</summary>
    public BatchAssembler Assembler => assembler;

    /// <summary>Writes the pixels of the frames taken.</summary>
    public void Prepare() => runner.Prepare(assembler.Frames);

    /// <summary>Recognises them and gives the frames back.</summary>
    public void Run()
    {
        runner.Run();
        assembler.Clear();
    }

    public void Dispose()
    {
        assembler.Clear();
        runner.Dispose();
    }
}
