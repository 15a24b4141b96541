using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace SemanticMlr.Edge.Capture;

/// <summary>Checks what spans several options: names, addresses and regions of the cameras, every fault with its path.</summary>
internal sealed partial class CaptureConsistencyValidator : IValidateOptions<CaptureOptions>
{
    public ValidateOptionsResult Validate(string? name, CaptureOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (options.LongestReopenDelay < options.ReopenDelay)
        {
            result.AddError(
                $"{CaptureOptions.Section}:{nameof(CaptureOptions.LongestReopenDelay)}: must not be shorter than " +
                $"{nameof(CaptureOptions.ReopenDelay)} ({options.LongestReopenDelay} < {options.ReopenDelay}).");
        }

        var names = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var index = 0; index < options.Cameras.Count; index++)
        {
            var path = $"{CaptureOptions.Section}:{nameof(CaptureOptions.Cameras)}:{index}";
            var camera = options.Cameras[index];
            CheckName(camera, path, index, names, result);
            CheckSource(camera, path, result);
            CheckRegions(camera, path, result);
        }

        return result.Build();
    }

    private static void CheckName(CameraOptions camera, string path, int index, Dictionary<string, int> names, ValidateOptionsResultBuilder result)
    {
        if (!ValidName().IsMatch(camera.Name))
        {
            result.AddError($"{path}:{nameof(camera.Name)}: '{camera.Name}' is not 1 to 64 of A-Z, a-z, 0-9, '_' and '-'.");
        }
        else if (!names.TryAdd(camera.Name, index))
        {
            result.AddError(
                $"{path}:{nameof(camera.Name)}: '{camera.Name}' is already the name of " +
                $"{CaptureOptions.Section}:{nameof(CaptureOptions.Cameras)}:{names[camera.Name]}; give each camera a name of its own.");
        }
    }

    private static void CheckSource(CameraOptions camera, string path, ValidateOptionsResultBuilder result)
    {
        if (camera.SourceFile.Length > 0)
        {
            if (camera.Source.Length > 0)
            {
                result.AddError($"{path}:{nameof(camera.SourceFile)}: {nameof(camera.Source)} is given too; keep one of them.");
            }
        }
        else if (!CameraAddress.TryParse(camera.Source, out var address, out var fault))
        {
            result.AddError($"{path}:{nameof(camera.Source)}: {fault}");
        }
        else if (address.Kind == CameraAddressKind.Pipe && address.Width == 0 && (camera.Width == 0) != (camera.Height == 0))
        {
            result.AddError($"{path}:{nameof(camera.Width)}: Width and Height of raw frames belong together ({camera.Width} x {camera.Height}).");
        }
    }

    private static void CheckRegions(CameraOptions camera, string path, ValidateOptionsResultBuilder result)
    {
        foreach (var fault in CameraRegions.FaultsOf(camera))
        {
            result.AddError($"{path}:{fault}");
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z")]
    internal static partial Regex ValidName();
}
