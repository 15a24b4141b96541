using System.Runtime.CompilerServices;
using SemanticMlr.Edge.Outbox;

namespace SemanticMlr.Edge.Doctor;

/// <summary>The folder of the outbox, the label lists and the caches: writable, and with room.</summary>
internal sealed class StateFolderCheck(StateOptions state, OutboxOptions outbox) : IDoctorCheck
{
    private const double Gigabyte = 1_024 * 1_024 * 1_024;

#pragma warning disable CS1998 // findings come one by one, and this one at once
    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
#pragma warning restore CS1998
    {
        var folder = state.PathOf("");
        var existing = Existing(folder);
        if (Refusal(existing) is { } refusal)
        {
            yield return new Finding("state folder", Verdict.Fault, $"{folder}: {refusal}", $"Let the agent's user write to {existing}, or name another folder in State:Folder.");
            yield break;
        }

        var free = new DriveInfo(existing).AvailableFreeSpace;
        var wanted = outbox.TotalBytes + outbox.ReserveBytes;
        yield return free < wanted
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
