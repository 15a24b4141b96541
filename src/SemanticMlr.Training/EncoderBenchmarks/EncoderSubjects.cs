using SemanticMlr.Bundles;
using SemanticMlr.Training.Quantisation;
using SemanticMlr.Training.RandomEncoders;

namespace SemanticMlr.Training.EncoderBenchmarks;

/// <summary>Finds fp32 encoders by name, file or bundle. Owns the files of those that it makes.</summary>
public sealed class EncoderSubjects : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mlr-bench-");

    /// <summary>The fp32 encoder of a bundle.</summary>
    /// <exception cref="BundleException">It has none.</exception>
    public static EncoderSubject OfBundle(Bundle bundle)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        var entry = bundle.Manifest.Encoders.FirstOrDefault(encoder => encoder.Precision == EncoderPrecision.Fp32)
            ?? throw new BundleException(Path.Combine(bundle.Folder, BundleManifest.FileName), "holds no fp32 encoder, which all is compared with");
        return new EncoderSubject(bundle.Identity, bundle.PathOf(entry), bundle.Manifest.Image, HasRandomWeights: false);
    }

    /// <summary>The file of the int8 form that a bundle has for the processor, or null.</summary>
    public static string? IntegerOf(Bundle bundle)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        return bundle.Manifest.Encoders.FirstOrDefault(encoder => encoder is { Precision: EncoderPrecision.Int8, Target: EncoderTarget.Cpu }) is { } entry ? bundle.PathOf(entry) : null;
    }

    /// <summary>An encoder with random weights, or one that lies in a file.</summary>
    /// <param name="model">One of <see cref="RandomEncoderCatalog.Names"/>, or the path of an ONNX file: <c>pixels</c> uint8 [B, S, S, 3] in, <c>global</c> and <c>patches</c> out.</param>
    /// <exception cref="BundleException">The file is no such encoder.</exception>
    /// <exception cref="FileNotFoundException">It is neither.</exception>
    public EncoderSubject Find(string model)
    {
        if (RandomEncoderCatalog.Find(model) is { } random)
        {
            var path = Path.Combine(_folder.FullName, $"{random.Name}.onnx");
            if (!File.Exists(path))
            {
                File.WriteAllBytes(path, random.Write());
            }

            return new EncoderSubject(random.Name, path, new ImageSpecification { Size = random.Size }, HasRandomWeights: true);
        }

        if (!File.Exists(model))
        {
            throw new FileNotFoundException($"{model}: there is no such file, and no encoder of that name can be made; those that can are {string.Join(", ", RandomEncoderCatalog.Names)}.");
        }

        var size = EncoderGraph.Parse(model, File.ReadAllBytes(model)).Size;
        return new EncoderSubject(Path.GetFileNameWithoutExtension(model), model, new ImageSpecification { Size = size }, HasRandomWeights: false);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
