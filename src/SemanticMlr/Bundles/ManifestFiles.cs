namespace SemanticMlr.Bundles;

/// <summary>The files that a manifest names.</summary>
internal static class ManifestFiles
{
    /// <summary>Every hashed file with the field that names it, the golden pictures left out.</summary>
    public static IEnumerable<(string Field, BundleFile File)> Files(this BundleManifest manifest)
    {
        for (var index = 0; index < manifest.Encoders.Count; index++)
        {
            yield return ($"encoders[{index}]", manifest.Encoders[index]);
            if (manifest.Encoders[index].Golden is { } ownGolden)
            {
                yield return ($"encoders[{index}].golden", ownGolden);
            }
        }

        if (manifest.Text.Graph is { } textGraph)
        {
            yield return ("text.graph", textGraph);
        }

        if (manifest.Text.Tokenizer is { } tokenizer)
        {
            yield return ("text.tokenizer.vocabulary", tokenizer.Vocabulary);
            yield return ("text.tokenizer.merges", tokenizer.Merges);
        }

        if (manifest.Graph is { } graph)
        {
            yield return ("graph", graph);
        }

        foreach (var (name, head) in manifest.Heads)
        {
            yield return ($"heads.{name}", head);
            if (head.Explain is { } explain)
            {
                yield return ($"heads.{name}.explain", explain);
            }
        }

        yield return ("labels", manifest.Labels);
        foreach (var (name, labels) in manifest.LabelSets)
        {
            yield return ($"labelSets.{name}", labels);
        }

        if (manifest.Words is { } words)
        {
            yield return ("words", words);
        }

        yield return ("golden", manifest.Golden);
    }
}
