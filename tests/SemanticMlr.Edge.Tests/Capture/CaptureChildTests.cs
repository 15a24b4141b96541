using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Capture.Child;

namespace SemanticMlr.Edge.Tests.Capture;

public sealed class CaptureChildTests
{
    [Fact]
    public void ARequest_TravelsAsArguments()
    {
        var request = new ChildRequest("/dev/shm/x", true, "/dev/video0", false, true, 12.5, 640, 480);

        Assert.Equal(request, ChildRequest.Parse(request.ToArguments()));
        Assert.True(CaptureChild.IsRequested(request.ToArguments()));
    }

    [Fact]
    public void ARequestOfAnotherForm_IsRefused()
    {
        Assert.False(CaptureChild.IsRequested([]));
        Assert.False(CaptureChild.IsRequested(["--config", ChildRequest.Verb]));
        Assert.Equal(2, CaptureChild.Run([ChildRequest.Verb, "x"]));
    }

    [Fact]
    public void AMessage_IsReadAsItWasWritten()
    {
        var message = new ChildMessage(ChildMessageKind.Frame, 2, 1920, 1080, 3, long.MaxValue);
        var bytes = new byte[ChildMessage.Length];

        message.Write(bytes);

        Assert.Equal(message, ChildMessage.Read(bytes));
        bytes[0]++;
        Assert.Throws<CaptureException>(() => ChildMessage.Read(bytes));
    }
}
