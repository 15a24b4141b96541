using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SemanticMlr.Edge.Doctor;

/// <summary>Whether this user may open a device.</summary>
internal static partial class DeviceAccess
{
    private const int ReadAndWrite = 6;

    /// <summary>Why not, with the remedy; null where it may, or where there is no such device.</summary>
    public static (string Fault, string Remedy)? FaultOf(string device)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(device) || Access(device, ReadAndWrite) == 0)
        {
            return null;
        }

        var (group, user) = (GroupOf(device), Environment.UserName);
        var isForGroup = (File.GetUnixFileMode(device) & (UnixFileMode.GroupRead | UnixFileMode.GroupWrite)) == (UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        return (
            $"{device} may not be opened by {user}: permission denied; it belongs to the group {group}",
            isForGroup
                ? $"Add the user to the group (usermod --append --groups {group} {user}, or SupplementaryGroups={group} in the service), then start again."
                : $"Let a group read and write it (a udev rule with GROUP=\"video\", MODE=\"0660\"), and add {user} to that group.");
    }

    private static string GroupOf(string path)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("stat", ["--format=%G", "--", path]) { RedirectStandardOutput = true })!;
            var group = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return group.Length > 0 ? group : "UNKNOWN";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "UNKNOWN";
        }
    }

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);
}
