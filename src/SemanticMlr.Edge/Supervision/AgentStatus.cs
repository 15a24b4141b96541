using System.Globalization;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Outbox;

namespace SemanticMlr.Edge.Supervision;

/// <summary>The agent in one line, as <c>systemctl status</c> shows it.</summary>
internal sealed class AgentStatus(CameraSet cameras, MqttStatusBoard board, MessageOutbox outbox)
{
    public string Describe()
    {
        var all = cameras.Cameras.Where(camera => camera.Options.Enabled).Select(camera => camera.Status).ToArray();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{all.Count(status => status.State == CameraState.Online)} of {all.Length} cameras online, {all.Sum(status => status.FramesPerSecond):F1} frames/s; broker {board.Status.State}; {outbox.Count} messages wait");
    }
}
