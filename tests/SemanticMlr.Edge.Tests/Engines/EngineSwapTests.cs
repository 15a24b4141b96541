using System.Text.Json;
using System.Text.Json.Nodes;
using SemanticMlr.Bundles;
using SemanticMlr.Edge.Engines;
using SemanticMlr.Edge.Pipeline;
using SemanticMlr.Edge.Tests.Rollout;
using SemanticMlr.Inference;
using SemanticMlr.TestSupport;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Edge.Tests.Engines;

/// <summary>Commands about label lists before and after an engine with another form of the encoder takes over.</summary>
public sealed class EngineSwapTests : IDisposable
{
    private readonly PlayedTensorRt _tensorRt = new();

    public void Dispose() => _tensorRt.Dispose();

    [Fact]
    public async Task TheListInForce_GoesAlong_AndCommandsGoOn()
    {
        await using var rig = await LabelRig.StartAsync(
            new()
            {
                ["Recognition:Inference:Providers:0"] = "TensorRt",
                ["Recognition:Inference:Providers:1"] = "Cpu",
            },
            services =>
            {
                services.AddEngines();
                _tensorRt.AddTo(services);
            },
            AddForm);
        await Retry.Until("the build", () => _tensorRt.Builds == 1);
        var applied = await rig.SendListAsync("labels/apply", LabelRig.List(4, "pen"));
        Assert.True(applied.GetProperty("ok").GetBoolean());
        var before = rig.InForce;
        Assert.Equal(Sha256(rig, "encoder.onnx"), before.Snapshot.Encoder);

        _tensorRt.LetOn();
        await Retry.Until("the change", () => rig.Agent.Get<ModelStore>().Current.Provider.Active == ExecutionProvider.TensorRt);

        var after = rig.InForce;
        Assert.Equal(Sha256(rig, "form.onnx"), after.Snapshot.Encoder);
        Assert.Equal((before.Activation, 4), (after.Activation, after.Snapshot.Table.List.Version));
        Assert.Same(before.Snapshot.Table, after.Snapshot.Table);
        Assert.True((await rig.SendAsync("labels/dry-run", new JsonObject { ["list"] = LabelRig.List(5, "pen", "cap") })).GetProperty("ok").GetBoolean());
        Assert.True((await rig.SendListAsync("labels/apply", LabelRig.List(5, "pen", "cap"))).GetProperty("ok").GetBoolean());
        Assert.Equal(Sha256(rig, "form.onnx"), rig.InForce.Snapshot.Encoder);
        await rig.Requester.WaitForJsonAsync("camera/cam1/detections", message => message.GetProperty("list").GetProperty("version").GetInt32() == 5);
        Assert.True((await rig.SendAsync("labels/rollback")).GetProperty("ok").GetBoolean());
        await rig.Requester.WaitForJsonAsync("labels", message => Version(message) == 4 && message.GetProperty("activation").GetInt64() > after.Activation);
        Assert.Empty(rig.Requester.Faults);
    }

    /// <summary>A form for TensorRT that computes the same from another file, and was measured as faster.</summary>
    private static void AddForm(TinyBundle bundle)
    {
        bundle.WriteFile("form.onnx", TinyGraphs.Encoder(batch: "N"));
        bundle.Edit(manifest => manifest with
        {
            Encoders =
            [
                manifest.Encoders[0],
                new EncoderEntry { File = "form.onnx", Precision = EncoderPrecision.Fp16, Target = EncoderTarget.TensorRt, Measured = new EncoderMeasurement(0, 2, 1, "tensorrt", "test") },
            ],
        });
    }

    private static string Sha256(LabelRig rig, string file) => rig.Bundle.Manifest.Encoders.Single(entry => entry.File == file).Sha256;

    private static int Version(JsonElement labels) => labels.GetProperty("list").GetProperty("version").GetInt32();
}
