using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules;

/// <summary>Convolution without bias, batch normalisation and, where asked for, ReLU. Keeps the size at stride 1.</summary>
internal sealed class ConvNorm : nn.Module<Tensor, Tensor>
{
    public ConvNorm(int input, int output, int kernel, int stride = 1, bool activate = true)
        : base(nameof(ConvNorm))
    {
        Activate = activate;
        Convolution = nn.Conv2d(input, output, kernel, stride, padding: kernel / 2, bias: false);
        Norm = nn.BatchNorm2d(output);
        register_module("convolution", Convolution);
        register_module("norm", Norm);
    }

    public bool Activate { get; }

    public Conv2d Convolution { get; }

    public BatchNorm2d Norm { get; }

    public override Tensor forward(Tensor input)
    {
        var normalised = Norm.forward(Convolution.forward(input));
        return Activate ? nn.functional.relu(normalised, inplace: true) : normalised;
    }
}
