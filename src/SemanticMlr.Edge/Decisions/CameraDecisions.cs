using SemanticMlr.Imaging;

namespace SemanticMlr.Edge.Decisions;

/// <summary>Hysteresis of every label in every region of one camera. Not thread-safe; a frame without changes allocates nothing.</summary>
internal sealed class CameraDecisions(DecisionOptions options)
{
    private DecisionRules? _rules;
    private IReadOnlyList<NamedRegion> _regions = [];
    private LabelState[] _states = [];

    /// <summary>The rules in force, or null before the first frame.</summary>
    public DecisionRules? Rules => _rules;

    /// <summary>Whether a label changed with the last frame.</summary>
    public bool HasChanges { get; private set; }

    /// <summary>
    /// Puts rules and regions in force. A label that the new ones still know, in a region of the same name, keeps its state.
    /// </summary>
    /// <returns>Labels that were on and have no place any more, now off; empty as a rule.</returns>
    public IReadOnlyList<RegionDecision> Use(DecisionRules rules, IReadOnlyList<NamedRegion> regions, DateTimeOffset time)
    {
        if (ReferenceEquals(rules, _rules) && (ReferenceEquals(regions, _regions) || SameNames(regions, _regions)))
        {
            return [];
        }

        var states = new LabelState[regions.Count * rules.Count];
        var closed = _rules is null ? [] : CarryOver(_rules, rules, regions, states, time);
        (_rules, _regions, _states, HasChanges) = (rules, regions, states, false);
        return closed;
    }

    /// <summary>Forgets the changes of the last frame; call it before the regions of the next.</summary>
    public void Begin() => HasChanges = false;

    /// <summary>Takes the probabilities of one region, in the order of the labels. One that is no number changes nothing.</summary>
    public void Take(int region, ReadOnlySpan<float> probabilities, DateTimeOffset time)
    {
        var rules = _rules!;
        var states = _states.AsSpan(region * rules.Count, rules.Count);
        for (var label = 0; label < states.Length; label++)
        {
            ref var state = ref states[label];
            if (!float.IsFinite(probabilities[label]))
            {
                state.Changed = false;
                continue;
            }

            state.Score = probabilities[label];
            state.Take(
                rules.Contradicts(label, state.On, state.Score),
                state.On ? options.MinFramesOff : options.MinFramesOn,
                time);
            HasChanges |= state.Changed;
        }
    }

    /// <summary>The labels that are on or changed with the last frame.</summary>
    /// <param name="onlyChanged">Whether regions without a change are left out.</param>
    public IReadOnlyList<RegionDecision> Describe(bool onlyChanged)
    {
        var rules = _rules!;
        var regions = new List<RegionDecision>();
        for (var region = 0; region < _regions.Count; region++)
        {
            var labels = new List<LabelDecision>();
            var changed = false;
            for (var label = 0; label < rules.Count; label++)
            {
                ref readonly var state = ref _states[region * rules.Count + label];
                changed |= state.Changed;
                if (state.On || state.Changed)
                {
                    labels.Add(new LabelDecision(rules.LabelAt(label), state.Score, state.On, state.Since));
                }
            }

            if (onlyChanged ? changed : labels.Count > 0)
            {
                regions.Add(new RegionDecision(_regions[region].Name, labels));
            }
        }

        return regions;
    }

    private static bool SameNames(IReadOnlyList<NamedRegion> one, IReadOnlyList<NamedRegion> other)
    {
        if (one.Count != other.Count)
        {
            return false;
        }

        for (var index = 0; index < one.Count; index++)
        {
            if (one[index].Name != other[index].Name)
            {
                return false;
            }
        }

        return true;
    }

    private List<RegionDecision> CarryOver(
        DecisionRules old, DecisionRules rules, IReadOnlyList<NamedRegion> regions, LabelState[] states, DateTimeOffset time)
    {
        var closed = new List<RegionDecision>();
        for (var from = 0; from < _regions.Count; from++)
        {
            var name = _regions[from].Name;
            var to = regions.Select((region, index) => (region.Name, index)).Where(pair => pair.Name == name).Select(pair => pair.index)
                .DefaultIfEmpty(-1).First();
            var labels = new List<LabelDecision>();
            for (var label = 0; label < old.Count; label++)
            {
                var state = _states[from * old.Count + label];
                var place = to < 0 ? -1 : rules.IndexOf(old.LabelAt(label));
                if (place >= 0)
                {
                    states[to * rules.Count + place] = state;
                }
                else if (state.On)
                {
                    labels.Add(new LabelDecision(old.LabelAt(label), state.Score, On: false, time));
                }
            }

            if (labels.Count > 0)
            {
                closed.Add(new RegionDecision(name, labels));
            }
        }

        return closed;
    }
}
