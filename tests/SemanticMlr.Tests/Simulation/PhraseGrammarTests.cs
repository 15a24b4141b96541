using System.Text.RegularExpressions;
using SemanticMlr.Simulation.Line;

namespace SemanticMlr.Tests.Simulation;

public sealed partial class PhraseGrammarTests
{
    private static readonly string[] SeenTexts = [.. PhraseGrammar.All.Where(phrase => phrase.IsSeen).SelectMany(phrase => phrase.Synonyms.Append(phrase.Text))];
    private static readonly LinePhrase[] HeldOut = [.. PhraseGrammar.All.Where(phrase => !phrase.IsSeen)];

    [Fact]
    public void TheGrammar_IsLargeEnough()
    {
        Assert.True(PhraseGrammar.All.Count >= 200);
        Assert.True(Words(PhraseGrammar.All.Select(phrase => phrase.Text).Concat(SeenTexts)).Count() >= 40);
        Assert.True(HeldOut.Length >= 40);
    }

    [Fact]
    public void Ids_AreIdsOfLabels_AndStandOnce()
    {
        Assert.All(PhraseGrammar.All, phrase => Assert.Matches(LabelId(), phrase.Id));
        Assert.Equal(PhraseGrammar.All.Count, PhraseGrammar.All.DistinctBy(phrase => phrase.Id).Count());
    }

    [Fact]
    public void WhatIsHeldOut_OccursInNoWordingOfTraining()
    {
        var seen = SeenTexts.ToHashSet();

        Assert.All(HeldOut, phrase => Assert.DoesNotContain(seen, text => text == phrase.Text || $" {text} ".Contains($" {phrase.Text} ", StringComparison.Ordinal)));
        Assert.All(HeldOut.SelectMany(phrase => phrase.Synonyms), text => Assert.DoesNotContain(text, seen));
    }

    [Fact]
    public void EveryWordOfWhatIsHeldOut_OccursInTraining() =>
        Assert.Empty(Words(HeldOut.Select(phrase => phrase.Text)).Except(Words(SeenTexts)));

    private static IEnumerable<string> Words(IEnumerable<string> texts) => texts.SelectMany(text => text.Split(' ')).Distinct();

    [GeneratedRegex("^[a-z0-9_-]{1,64}$")]
    private static partial Regex LabelId();
}
