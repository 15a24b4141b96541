using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenCvSharp;
using SemanticMlr.Edge.Capture;

namespace SemanticMlr.Cli.Trials;

/// <summary>Takes frames of a camera, opened and watched as the agent does it.</summary>
internal static class TrialCamera
{
    private const string Name = "trial";

    /// <summary>How long a frame may take before the camera counts as silent; opening included.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Frames, at most so many; each is valid until the next one is asked for.</summary>
    /// <exception cref="InvalidDataException">The address is wrong, or no frame came in time.</exception>
    public static async IAsyncEnumerable<(string Name, Mat Picture)> Read(string source, int count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!CameraAddress.TryParse(source, out var address, out var fault))
        {
            throw new InvalidDataException($"--source: {fault}");
        }

        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Capture:Cameras:0:Name"] = Name,
            ["Capture:Cameras:0:Source"] = source,
            ["Capture:Cameras:0:Pace"] = nameof(FramePace.Fast),
        });
        builder.Services.AddCapture();
        using var host = builder.Build();
        await host.StartAsync(cancellationToken);
        try
        {
            var cameras = host.Services.GetRequiredService<CameraSet>();
            var camera = cameras.Cameras[0];
            for (var number = 1; number <= count; number++)
            {
                if (!await Wait(cameras, cancellationToken))
                {
                    if (number == 1)
                    {
                        throw new InvalidDataException($"--source {address}: no frame came within {Patience.TotalSeconds:F0} s: {camera.Status.LastFault ?? "no reason is known"}");
                    }

                    yield break; // a video came to its end
                }

                if (camera.TryTake(out var frame))
                {
                    using (frame)
                    using (var picture = frame.AsMat())
                    {
                        yield return (string.Create(CultureInfo.InvariantCulture, $"frame {frame.Number}"), picture);
                    }
                }
            }
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }

    private static async Task<bool> Wait(CameraSet cameras, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await cameras.WaitForFrameAsync(patience.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
