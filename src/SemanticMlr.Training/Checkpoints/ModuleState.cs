using static TorchSharp.torch;

namespace SemanticMlr.Training.Checkpoints;

/// <summary>Weights and running statistics of a module, each once.</summary>
/// <remarks>TorchSharp also registers the fields behind properties, which gives a tensor up to eight names; the first one counts.</remarks>
internal sealed class ModuleState(nn.Module module)
{
    private readonly (string Name, Tensor Value)[] _entries =
        [.. module.state_dict().DistinctBy(entry => entry.Value.Handle).Select(entry => (entry.Key, entry.Value))];

    /// <summary>The tensors that are floating-point numbers, in a fixed order.</summary>
    public IReadOnlyList<Tensor> Floats => [.. _entries.Select(entry => entry.Value).Where(tensor => tensor.is_floating_point())];

    /// <summary>Writes the state, each tensor once.</summary>
    public void Write(BinaryWriter writer) => module.save(writer, [.. module.state_dict().Keys.Except(_entries.Select(entry => entry.Name))]);

    /// <summary>Reads a state; earlier versions wrote a tensor under each of its names.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing.</exception>
    public void Read(BinaryReader reader) => Read(reader, "");

    /// <summary>Reads the tensors whose name begins with a prefix from a state that may hold others.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing.</exception>
    public void Read(BinaryReader reader, string prefix)
    {
        var found = new Dictionary<string, bool>();
        module.load(reader, strict: false, loadedParameters: found);
        if (_entries.FirstOrDefault(entry => entry.Name.StartsWith(prefix, StringComparison.Ordinal) && !found.GetValueOrDefault(entry.Name)).Name is { } missing)
        {
            throw new InvalidDataException($"the tensor \"{missing}\" is missing");
        }
    }
}
