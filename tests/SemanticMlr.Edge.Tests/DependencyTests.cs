using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests;

public sealed class DependencyTests
{
    private static readonly string[] Flow =
        ["Capture", "Labels", "Pipeline", "Decisions", "Review", "Outbox", "Mqtt", "Rollout", "Engines", "Commands", "Supervision", "Health", "Doctor"];

    [Fact]
    public void StagesDependOnlyOnStagesToTheirLeft()
    {
        var allowed = Flow
            .Select((folder, index) => (folder, uses: (string[])["Diagnostics", .. Flow[..index]]))
            .Append(("Diagnostics", []))
            .ToDictionary(entry => entry.Item1, entry => entry.Item2);

        Assert.Empty(FolderDependencies.Violations("SemanticMlr.Edge", allowed));
    }
}
