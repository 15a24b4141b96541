using SemanticMlr.TestSupport;

namespace SemanticMlr.Tests;

public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Storage"] = [],
        ["Bundles"] = ["Labels", "Storage"],
        ["Imaging"] = ["Bundles"],
        ["Labels"] = [],
        ["Datasets"] = ["Imaging", "Storage"],
        ["Inference"] = ["Bundles", "Imaging", "Labels", "Storage"],
        ["Recognition"] = ["Bundles", "Imaging", "Labels", "Inference", "Storage"],
        ["Explanation"] = ["Bundles", "Imaging", "Labels", "Inference", "Recognition"],
        ["Evaluation"] = ["Bundles", "Imaging", "Labels", "Inference", "Recognition", "Explanation", "Datasets", "Simulation"],
        ["Simulation"] = ["Imaging", "Datasets"],
    };

    [Fact]
    public void FoldersDependOneWay() => Assert.Empty(FolderDependencies.Violations("SemanticMlr", Allowed));

    [Theory]
    [InlineData("SemanticMlr", new string[0])]
    [InlineData("SemanticMlr.Edge", new[] { "SemanticMlr" })]
    [InlineData("SemanticMlr.Edge.Agent", new[] { "SemanticMlr.Edge" })]
    [InlineData("SemanticMlr.Training", new[] { "SemanticMlr" })]
    [InlineData("SemanticMlr.Cli", new[] { "SemanticMlr", "SemanticMlr.Edge", "SemanticMlr.Training" })]
    public void ProjectsReferenceOnlyWhatTheyMay(string project, string[] allowed)
    {
        var document = System.Xml.Linq.XDocument.Load(Repository.PathOf("src", project, $"{project}.csproj"));
        var references = document.Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))
            .Order();

        Assert.Equal(allowed.Order(), references);
    }
}
