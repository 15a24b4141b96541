using System.Runtime.CompilerServices;

namespace SemanticMlr.Edge.Doctor;

/// <summary>Whether the clock is right: messages carry its time.</summary>
internal sealed class ClockCheck(Func<bool?> isSynchronised) : IDoctorCheck
{
#pragma warning disable CS1998 // findings come one by one, and this one at once
    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
#pragma warning restore CS1998
    {
        yield return isSynchronised() switch
        {
            true => new Finding("clock", Verdict.Ok, "synchronised"),
            false => new Finding(
                "clock", Verdict.Warning, "not synchronised; messages carry its time",
                "Switch on systemd-timesyncd or chrony with a server that the plant has (timedatectl set-ntp true)."),
            null => new Finding("clock", Verdict.Warning, "the kernel does not say whether it is synchronised", "Look at timedatectl."),
        };
    }
}
