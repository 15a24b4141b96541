using SemanticMlr.Bundles;

namespace SemanticMlr.Training.Quantisation;

/// <summary>Quantises an encoder for one target: ranges, sensitivity of each node, bias correction, and which nodes stay in float.</summary>
internal sealed class EncoderQuantiser
{
    /// <summary>Frames that errors are measured on: enough to rank nodes.</summary>
    private const int ErrorFrames = 8;

    private const int ToldEvery = 10;

    private static readonly Dictionary<string, float[]> NoShifts = [];

    private readonly EncoderGraph _graph;
    private readonly QuantisationSettings _settings;
    private readonly NodeSelection _selection;
    private readonly IReadOnlySet<string> _projections;
    private readonly Dictionary<string, IntegerScale> _scales;
    private readonly string? _integers;
    private readonly IReadOnlyDictionary<string, float[]> _shifts;
    private readonly OutputError _error;

    /// <summary>Calibrates and ranks the nodes.</summary>
    /// <param name="graph">The float encoder.</param>
    /// <param name="frames">The calibration frames.</param>
    /// <param name="settings">Target and methods.</param>
    /// <param name="progress">Told what is done.</param>
    /// <param name="cancellationToken">Stops between two runs.</param>
    /// <exception cref="BundleException">There is nothing to quantise, or an activation or a weight is no number; the message names the node.</exception>
    public EncoderQuantiser(EncoderGraph graph, CalibrationFrames frames, QuantisationSettings settings, Action<string> progress, CancellationToken cancellationToken)
    {
        _settings = settings;
        // TensorRT folds constants and float arithmetic by itself, and wants int8 with the zero-point 0.
        var folded = settings.IsCpu ? PixelFold.Apply(graph) : null;
        _graph = settings.IsCpu ? ActivationFold.Apply(folded?.Graph ?? graph) : graph;
        _integers = folded?.Tensor;
        _selection = new NodeSelection(_graph, settings.Attention, _integers, settings.IsCpu);
        _projections = _selection.Projections();
        var all = _selection.Choose(_projections);
        if (all.Count == 0)
        {
            throw new BundleException(
                graph.Path, $"holds nothing to quantise: no Conv, MatMul or Gemm with constant weights besides the last ones before the outputs; its operators are {string.Join(", ", graph.Nodes.Select(node => node.OpType).Distinct().Order(StringComparer.Ordinal))}");
        }

        string[] tensors = [.. all.SelectMany(node => node.Ranged).Where(tensor => tensor != _integers).Distinct(StringComparer.Ordinal)];
        progress($"ranges of {tensors.Length} activations on {frames.All.Count} frames");
        var ranges = new RangeCollection(_graph, frames, settings.Threads).Collect(tensors, settings, cancellationToken);
        _scales = ranges.ToDictionary(entry => entry.Key, entry => settings.IsCpu ? IntegerScale.Unsigned(entry.Value) : IntegerScale.Symmetric(entry.Value), StringComparer.Ordinal);
        if (folded is not null)
        {
            _scales[folded.Tensor] = folded.Scale;
        }

        _error = new OutputError(graph, Spread(frames.All), settings.Threads);
        Sensitivities = settings.RanksNodes ? Rank(all, progress, cancellationToken) : [];
        progress("bias correction");
        _shifts = BiasShift.Measure(_graph, all, Writer(NoShifts), frames, settings.Threads, cancellationToken);
    }

    /// <summary>Each node by itself, the most sensitive first; empty where nodes are not ranked.</summary>
    public IReadOnlyList<NodeSensitivity> Sensitivities { get; }

    /// <summary>How many of the most sensitive nodes may be kept in float: with more than half there is little left to gain.</summary>
    public int MostKept => Sensitivities.Count / 2;

    /// <summary>The encoder with as few nodes in float as the largest error allows.</summary>
    /// <param name="atLeast">Nodes to keep in float at least.</param>
    /// <param name="cancellationToken">Stops between two attempts.</param>
    public QuantisedEncoder Quantise(int atLeast, CancellationToken cancellationToken)
    {
        for (var kept = Math.Min(atLeast, MostKept); ; kept = Math.Min(MostKept, kept + Math.Max(1, Sensitivities.Count / 16)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var encoder = Write(kept);
            if (encoder.Error <= _settings.MaxError || kept == MostKept)
            {
                return encoder;
            }
        }
    }

    private QuantisedEncoder Write(int kept)
    {
        string[] sensitive = [.. Sensitivities.Take(kept).Select(entry => entry.Node)];
        var chosen = _selection.Choose(new HashSet<string>(sensitive.Concat(_projections), StringComparer.Ordinal));
        var (plain, corrected) = (Writer(NoShifts).Write(chosen), Writer(_shifts).Write(chosen));
        var (plainError, correctedError) = (_error.Of(plain), _error.Of(corrected));
        var isCorrected = correctedError < plainError;
        return new QuantisedEncoder(
            isCorrected ? corrected : plain,
            [.. chosen.Where(node => node.Kind != NodeKind.Move).Select(node => node.Name)],
            sensitive,
            Math.Min(plainError, correctedError),
            plainError,
            isCorrected);
    }

    private List<NodeSensitivity> Rank(IReadOnlyList<QuantisedNode> all, Action<string> progress, CancellationToken cancellationToken)
    {
        var units = all.Where(node => node.Kind != NodeKind.Move).ToArray();
        var found = new List<NodeSensitivity>();
        foreach (var (index, unit) in units.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (index % ToldEvery == 0)
            {
                progress($"sensitivity of nodes, {index} of {units.Length}");
            }

            found.Add(new NodeSensitivity(unit.Name, unit.Node.OpType, _error.Of(Writer(NoShifts).Write([unit]))));
        }

        return [.. found.OrderByDescending(entry => entry.Error)];
    }

    private QdqWriter Writer(IReadOnlyDictionary<string, float[]> shifts) => new(_graph, _settings, _scales, _integers, shifts);

    private static CalibrationFrame[] Spread(IReadOnlyList<CalibrationFrame> frames)
    {
        var count = Math.Min(ErrorFrames, frames.Count);
        return [.. Enumerable.Range(0, count).Select(index => frames[index * frames.Count / count])];
    }
}
