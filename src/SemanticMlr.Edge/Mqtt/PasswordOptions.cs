using System.ComponentModel.DataAnnotations;

namespace SemanticMlr.Edge.Mqtt;

/// <summary>Where the password comes from; at most one place. It is read again at every connect and kept nowhere.</summary>
public sealed class PasswordOptions
{
    /// <summary>A file that holds the password, or empty.</summary>
    /// <value>The default is empty.</value>
    [RegularExpression(@"[^\0]*")]
    public string File { get; set; } = "";

    /// <summary>Name of a systemd credential (<c>LoadCredential=</c>) that holds the password, or empty.</summary>
    /// <value>The default is empty.</value>
    [RegularExpression("[^/\\0]*", ErrorMessage = "A credential is named without a folder.")]
    public string Credential { get; set; } = "";

    /// <summary>Name of an environment variable that holds the password, or empty.</summary>
    /// <value>The default is empty.</value>
    [RegularExpression("[A-Za-z0-9_]*")]
    public string Variable { get; set; } = "";
}
