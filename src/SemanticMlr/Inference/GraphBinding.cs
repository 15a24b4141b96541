using Microsoft.ML.OnnxRuntime;

namespace SemanticMlr.Inference;

/// <summary>Memory that a graph reads and writes in place, run after run. Owns the native binding; the memory stays the caller's.</summary>
internal sealed class GraphBinding : IDisposable
{
    private readonly GraphSession _session;
    private readonly OrtIoBinding _binding;
    private readonly List<(string Name, OrtValue Value)> _changing = [];

    /// <summary>Nothing is bound yet.</summary>
    public GraphBinding(GraphSession session)
    {
        _session = session;
        _binding = session.CreateBinding();
    }

    /// <summary>Binds an input whose values differ from run to run.</summary>
    public void BindInput(string name, OrtValue value)
    {
        _binding.BindInput(name, value);
        if (_session.Provider != ExecutionProvider.Cpu)
        {
            // Where the graph runs on a device, ONNX Runtime copies a value there when it is bound, and never again.
            _changing.Add((name, value));
        }
    }

    /// <summary>Binds an input whose values stay.</summary>
    public void BindConstant(string name, OrtValue value) => _binding.BindInput(name, value);

    /// <summary>Binds an output.</summary>
    public void BindOutput(string name, OrtValue value) => _binding.BindOutput(name, value);

    /// <summary>Runs over what the bound memory holds now.</summary>
    /// <exception cref="ExecutionProviderException">The graph failed.</exception>
    public void Run()
    {
        foreach (var (name, value) in _changing)
        {
            _binding.BindInput(name, value);
        }

        _session.Run(_binding);
    }

    public void Dispose() => _binding.Dispose();
}
