using System.CommandLine;
using System.Text.Json;
using OpenCvSharp;

namespace SemanticMlr.Cli.Tests;

public sealed class VerbsTests
{
    public static TheoryData<Exception, string> Faults => new()
    {
        { new IOException("The disk is full."), "The disk is full." },
        { new InvalidDataException("Not a number."), "Not a number." },
        { new JsonException("'{' is invalid."), "not the JSON that was expected: '{' is invalid." },
        { new OpenCVException(default, "resize", "empty", "resize.cpp", 1), "OpenCV failed: " },
        { new DllNotFoundException("Unable to load LibTorchSharp."), "cannot be loaded: Unable to load LibTorchSharp. Training needs libtorch" },
        { new TypeInitializationException("torch", new NotSupportedException("libtorch is not there.")), "cannot be loaded: libtorch is not there. Training" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void AFaultOfInputOrInstallation_IsASentenceAndExitCodeTwo(Exception fault, string sentence)
    {
        Assert.Equal(ExitCodes.Usage, Run(fault));
        Assert.Contains(sentence, Verbs.SentenceOf(fault), StringComparison.Ordinal);
    }

    [Fact]
    public void Cancellation_IsExitCode130() => Assert.Equal(ExitCodes.Interrupted, Run(new TaskCanceledException()));

    [Fact]
    public void AMistakeOfTheProgram_IsNotHidden() => Assert.Throws<ArgumentException>(() => Run(new ArgumentException("mistake")));

    private static int Run(Exception fault)
    {
        var root = new RootCommand();
        root.SetAction((_, _) => Task.FromException<int>(fault));
        return Verbs.Run(root, []);
    }
}
