using SemanticMlr.Training.Modules;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Optimisation;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Tests.Optimisation;

[Collection(ProcessWide.Name)]
public sealed class WeightAverageTests : IDisposable
{
    private readonly MatchingModel _average = new(TinyRecipe.Create(), 50, 49);
    private readonly MatchingModel _trained = new(TinyRecipe.Create(), 50, 49);

    [Fact]
    public void The_state_holds_every_tensor_once()
    {
        var handles = _average.State.Floats.Select(tensor => tensor.Handle).ToArray();

        Assert.Equal(handles.Distinct(), handles);
        Assert.Equal(All(_average).Select(tensor => tensor.Handle).Order(), handles.Order());
    }

    [Fact]
    public void A_step_averages_every_tensor_once()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        foreach (var tensor in All(_average).Concat(All(_trained)))
        {
            tensor.copy_(randn_like(tensor));
        }

        var before = All(_average).Select(TensorData.Values).ToArray();
        WeightAverage.Follow(_average.State, _trained.State, 0.75, 1_000_000);

        foreach (var (old, (trained, followed)) in before.Zip(All(_trained).Zip(All(_average))))
        {
            var expected = old.Zip(TensorData.Values(trained), (kept, taken) => 0.75f * kept + 0.25f * taken);
            Assert.All(expected.Zip(TensorData.Values(followed)), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }
    }

    public void Dispose()
    {
        _average.Dispose();
        _trained.Dispose();
    }

    private static IEnumerable<Tensor> All(MatchingModel model) => model.parameters().Concat(model.buffers()).Where(tensor => tensor.is_floating_point());
}
