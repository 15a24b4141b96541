using TorchSharp;

namespace SemanticMlr.Training.Tests;

/// <summary>Small tensors on one thread: threads of libtorch that wait for each other on a busy machine take many times longer.</summary>
public sealed class OneThread
{
    public OneThread() => torch.set_num_threads(1);
}
