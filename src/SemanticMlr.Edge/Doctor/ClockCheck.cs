namespace SemanticMlr.Edge.Doctor;

/// <summary>Whether the clock is right: messages carry its time.</summary>
internal static class ClockCheck
{
    /// <param name="isSynchronised">What the kernel says, or null where it does not.</param>
    public static Finding Of(bool? isSynchronised) => isSynchronised switch
    {
        true => new Finding("clock", Verdict.Ok, "synchronised"),
        false => new Finding(
            "clock", Verdict.Warning, "not synchronised; messages carry its time",
            "Switch on systemd-timesyncd or chrony with a server that the plant has (timedatectl set-ntp true)."),
        null => new Finding("clock", Verdict.Warning, "the kernel does not say whether it is synchronised", "Look at timedatectl."),
    };
}
