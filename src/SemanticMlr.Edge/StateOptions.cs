using System.ComponentModel.DataAnnotations;

namespace SemanticMlr.Edge;

/// <summary>Where the agent keeps what must outlive a restart.</summary>
public sealed class StateOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "State";

    /// <summary>
    /// The folder; empty takes <c>STATE_DIRECTORY</c> (set by systemd), else <c>semanticmlr</c> in <c>XDG_STATE_HOME</c> or <c>~/.local/state</c>.
    /// </summary>
    /// <value>The default is empty.</value>
    [RegularExpression(@"[^\0]*")]
    public string Folder { get; set; } = "";

    /// <summary>The full path of a file or folder inside the state folder.</summary>
    public string PathOf(string name) => Path.Combine(Root(), name);

    private string Root()
    {
        if (Folder.Length > 0)
        {
            return Path.GetFullPath(Folder);
        }

        var systemd = Environment.GetEnvironmentVariable("STATE_DIRECTORY");
        if (!string.IsNullOrEmpty(systemd))
        {
            return systemd.Split(':')[0];
        }

        var home = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        return Path.Combine(
            string.IsNullOrEmpty(home) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state") : home,
            "semanticmlr");
    }
}
