namespace SemanticMlr.Evaluation;

/// <summary>Splits images into folds, so that figures come from images that nothing was fitted to.</summary>
public static class FoldSplit
{
    /// <summary>The fold of each image.</summary>
    /// <param name="images">Paths of the images.</param>
    /// <param name="folds">How many folds; there are never more than groups.</param>
    /// <param name="groupPrefix">
    /// Images whose file names begin with the same so many characters stay in one fold (5 for DeepPCB, whose groups are boards);
    /// 0 makes each image a group of its own.
    /// </param>
    /// <returns>One number per image, from 0; all 0 where there are fewer than two groups.</returns>
    public static IReadOnlyList<int> Split(IReadOnlyList<string> images, int folds, int groupPrefix)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(groupPrefix);
        var groups = Enumerable.Range(0, images.Count)
            .GroupBy(image => GroupOf(images[image], groupPrefix), StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key, StringComparer.Ordinal);
        var sizes = new int[folds];
        var result = new int[images.Count];
        foreach (var group in groups)
        {
            var smallest = Array.IndexOf(sizes, sizes.Min());
            foreach (var image in group)
            {
                result[image] = smallest;
                sizes[smallest]++;
            }
        }

        return result;
    }

    private static string GroupOf(string image, int prefix)
    {
        var name = Path.GetFileName(image);
        return prefix == 0 ? image : name[..Math.Min(prefix, name.Length)];
    }
}
