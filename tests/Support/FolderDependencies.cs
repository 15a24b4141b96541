using System.Text.RegularExpressions;

namespace SemanticMlr.TestSupport;

/// <summary>Reads which folders of a project use which, from their <c>using</c> lines and qualified names.</summary>
internal static class FolderDependencies
{
    /// <summary>Uses that the table does not allow, a line each.</summary>
    /// <param name="project">Folder of the project, and its root namespace.</param>
    /// <param name="allowed">For each folder the folders that it may use.</param>
    public static IReadOnlyList<string> Violations(string project, IReadOnlyDictionary<string, string[]> allowed)
    {
        var root = Repository.PathOf("src", project);
        var folders = Directory.GetDirectories(root).Select(Path.GetFileName).OfType<string>().ToArray();
        var violations = folders.Where(folder => !allowed.ContainsKey(folder)).Select(folder => $"{folder}: not in the table").ToList();
        foreach (var folder in folders.Where(allowed.ContainsKey))
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories))
            {
                violations.AddRange(folders
                    .Where(other => other != folder && !allowed[folder].Contains(other))
                    .Where(other => Uses(File.ReadAllText(file), $"{project}.{other}"))
                    .Select(other => $"{folder} uses {other}: {Path.GetFileName(file)}"));
            }
        }

        return violations;
    }

    private static bool Uses(string source, string name) => Regex.IsMatch(source, $@"^using (static )?{Regex.Escape(name)}(\.|;)|(?<!namespace ){Regex.Escape(name)}\.\w", RegexOptions.Multiline);
}
