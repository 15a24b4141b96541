using SemanticMlr.Bundles;
using SemanticMlr.Inference;

namespace SemanticMlr.Recognition;

/// <summary>The image encoder and the heads of a bundle on one execution provider. Owns them.</summary>
internal sealed class ModelGraphs : IDisposable
{
    private readonly Dictionary<string, Head> _heads = new(StringComparer.Ordinal);

    private ModelGraphs(ImageEncoder encoder) => Encoder = encoder;

    /// <summary>The image encoder.</summary>
    public ImageEncoder Encoder { get; }

    /// <summary>The heads by name.</summary>
    public IReadOnlyDictionary<string, Head> Heads => _heads;

    /// <summary>Opens all graphs and checks their inputs and outputs; on failure nothing stays open.</summary>
    /// <exception cref="BundleException">A graph cannot be run or does not follow the contract.</exception>
    /// <exception cref="ProviderUnavailableException">The provider is not there or cannot run a graph.</exception>
    public static ModelGraphs Open(Bundle bundle, EncoderEntry entry, SessionFactory factory)
    {
        var graphs = new ModelGraphs(new ImageEncoder(factory.OpenEncoder(bundle.PathOf(entry), bundle.Manifest.Image.Size, entry.Precision), bundle.Manifest));
        try
        {
            foreach (var (name, head) in bundle.Manifest.Heads)
            {
                graphs._heads.Add(name, new Head(factory.Open(bundle.PathOf(head)), bundle.Manifest, graphs.Encoder));
            }

            return graphs;
        }
        catch
        {
            graphs.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var head in _heads.Values)
        {
            head.Dispose();
        }

        Encoder.Dispose();
    }
}
