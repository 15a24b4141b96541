using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;

namespace SemanticMlr.Edge.Supervision;

/// <summary>Talks to whoever started the agent and listens at <c>NOTIFY_SOCKET</c>; says nothing where nobody does.</summary>
/// <remarks>READY and STOPPING are said by the host's own life cycle.</remarks>
internal sealed class ServiceManager(IServiceProvider services, ILogger<ServiceManager> logger)
{
    private readonly ISystemdNotifier? _notifier = services.GetService<ISystemdNotifier>() is { IsEnabled: true } notifier ? notifier : null;
    private bool _failed;

    /// <summary>Asks for more time to start, and says what takes it.</summary>
    public void ExtendStart(TimeSpan more, string status) =>
        Send($"EXTEND_TIMEOUT_USEC={(long)more.TotalMicroseconds}\nSTATUS={status}");

    /// <summary>Says that the agent lives and how it does.</summary>
    public void Alive(string status) => Send($"WATCHDOG=1\nSTATUS={status}");

    /// <summary>Says how the agent does, and not that it lives.</summary>
    public void Status(string status) => Send($"STATUS={status}");

    private void Send(string state)
    {
        try
        {
            _notifier?.Notify(new ServiceState(state));
            _failed = false;
        }
        catch (SocketException exception)
        {
            if (!_failed)
            {
                logger.NotifyFailed(exception.Message);
            }

            _failed = true; // said once; the next ping tries again
        }
    }
}
