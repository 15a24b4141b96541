using SemanticMlr.Edge.Outbox;

namespace SemanticMlr.Edge.Doctor;

/// <summary>The folder of the outbox, the label lists and the caches: writable, and with room.</summary>
internal static class StateFolderCheck
{
    private const double Gigabyte = 1_024 * 1_024 * 1_024;

    public static Finding Look(StateOptions state, OutboxOptions outbox)
    {
        var folder = state.PathOf("");
        var existing = Existing(folder);
        if (Refusal(existing) is { } refusal)
        {
            return new Finding("state folder", Verdict.Fault, $"{folder}: {refusal}", $"Let the agent's user write to {existing}, or name another folder in State:Folder.");
        }

        var free = new DriveInfo(existing).AvailableFreeSpace;
        var wanted = outbox.TotalBytes + outbox.ReserveBytes;
        return free < wanted
            ? new Finding(
                "state folder", free < outbox.ReserveBytes ? Verdict.Fault : Verdict.Warning,
                FormattableString.Invariant($"{folder}: {free / Gigabyte:f1} GB are free, the outbox may take {wanted / Gigabyte:f1} GB"),
                "Make room, name a folder on a larger disk in State:Folder, or lower Outbox:TotalBytes: with a full disk pictures go first, then events by age.")
            : new Finding("state folder", Verdict.Ok, FormattableString.Invariant($"{folder}: writable, {free / Gigabyte:f1} GB free"));
    }

    private static string Existing(string folder)
    {
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            folder = parent;
        }

        return folder;
    }

    private static string? Refusal(string folder)
    {
        var probe = Path.Combine(folder, $".semanticmlr-doctor-{Environment.ProcessId}");
        try
        {
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
                return null;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }
}
