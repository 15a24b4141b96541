using System.Globalization;
using System.Text;
using System.Text.Json;
using SemanticMlr.Datasets;
using SemanticMlr.Labels;

namespace SemanticMlr.Evaluation;

/// <summary>
/// Reads scores that another system gave, one sample a line:
/// <c>{"id": "1", "labels": ["open"], "scores": {"open": 2.5, "short": -1}, "unknown": ["spur"]}</c>.
/// </summary>
/// <remarks><c>labels</c> are those that hold, <c>unknown</c> (optional) those of which nothing is known, <c>"*"</c> all that are not listed. Other fields are ignored. Scores are kept as 32-bit numbers.</remarks>
public static class ScoreFile
{
    private const int FaultsShown = 20;
    private const string All = "*";

    /// <summary>Reads a whole file; the scores stand for logits and probabilities alike.</summary>
    /// <param name="path">The file.</param>
    /// <param name="labels">The labels that count, in order, or null for those of the first line. Labels outside it are passed over.</param>
    /// <exception cref="DatasetException">The file cannot be read, or lines have faults; all are listed (the first 20).</exception>
    public static EvaluationTable Read(string path, IReadOnlyList<string>? labels)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var reader = new Lines(path, labels);
        try
        {
            foreach (var line in File.ReadLines(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true)))
            {
                reader.Take(line);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new DatasetException($"{path}: cannot be read: {exception.Message}", exception);
        }

        return reader.Table();
    }

    private sealed class Lines(string path, IReadOnlyList<string>? chosen)
    {
        private readonly List<string> _faults = [];
        private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
        private readonly HashSet<string> _known = new(StringComparer.Ordinal);
        private EvaluationTable? _table;
        private float[] _scores = [];
        private int _number;

        public void Take(string line)
        {
            _number++;
            if (string.IsNullOrWhiteSpace(line) || _faults.Count >= FaultsShown)
            {
                return;
            }

            var faults = new List<string>();
            try
            {
                using var document = StrictJson.Parse(Encoding.UTF8.GetBytes(line));
                if (document.RootElement.ValueKind == JsonValueKind.Object)
                {
                    Take(document.RootElement, faults);
                }
                else
                {
                    faults.Add($"expected an object, found {document.RootElement.ValueKind}");
                }
            }
            catch (JsonException exception)
            {
                faults.Add(exception.Message);
            }

            _faults.AddRange(faults.Select(fault => $"{path}, line {_number}: {fault}."));
        }

        public EvaluationTable Table()
        {
            if (_faults.Count == 0 && _table is null)
            {
                _faults.Add($"{path}: holds no samples; expected one JSON object a line.");
            }

            return _faults.Count == 0 ? _table! : throw new DatasetException(string.Join(Environment.NewLine, _faults.Take(FaultsShown)));
        }

        private void Take(JsonElement line, List<string> faults)
        {
            var fields = new JsonFields(line, "", faults);
            var id = line.TryGetProperty("id", out var named) && named.ValueKind == JsonValueKind.Number ? named.GetRawText() : fields.Text("id", required: true);
            var held = Names(fields, fields.Array("labels", required: true), "labels");
            var unknown = Names(fields, fields.Array("unknown"), "unknown");
            if (fields.Object("scores") is not { } scores)
            {
                fields.Fault("scores", "is missing");
                return;
            }

            if (_table is null)
            {
                _table = new EvaluationTable(chosen ?? [.. scores.EnumerateObject().Select(score => score.Name)]);
                _scores = new float[_table.Labels.Count];
                _known.UnionWith(_table.Labels);
            }

            Fill(fields.Inside("scores", scores), scores);
            RefuseUnscored(fields, held);
            if (id is not null && !_ids.TryAdd(id, _number))
            {
                fields.Fault("id", $"\"{id}\" is that of line {_ids[id]} too");
            }

            if (faults.Count == 0)
            {
                _table.BeginImage(id!);
                _table.Add(_scores, _scores, [.. _table.Labels.Select(label => TruthOf(label, held, unknown))]);
            }
        }

        private void Fill(JsonFields fields, JsonElement scores)
        {
            if (_table!.Labels.Count == 0)
            {
                fields.Fault("*", "there is none");
            }

            for (var label = 0; label < _scores.Length; label++)
            {
                var name = _table.Labels[label];
                _scores[label] = (float)(fields.Number(name, required: true) ?? 0);
                if (!float.IsFinite(_scores[label]))
                {
                    fields.Fault(name, "is beyond the range of 32-bit numbers");
                }
            }

            if (chosen is null)
            {
                foreach (var score in scores.EnumerateObject().Where(score => !_known.Contains(score.Name)))
                {
                    fields.Fault(score.Name, "is not scored in the first line; every line scores the same labels");
                }
            }
        }

        /// <summary>A label that holds and has no score would flatter: it could never be missed.</summary>
        private void RefuseUnscored(JsonFields fields, List<string> held)
        {
            for (var index = 0; chosen is null && index < held.Count; index++)
            {
                if (!_known.Contains(held[index]))
                {
                    fields.Fault($"labels[{index}]", $"\"{held[index]}\" has no score; score it in every line, or name the labels that count with --labels");
                }
            }
        }

        private static Truth TruthOf(string label, List<string> held, List<string> unknown) =>
            held.Contains(label) ? Truth.Present
            : unknown.Contains(label) || unknown.Contains(All) ? Truth.Unknown
            : Truth.Absent;

        private static List<string> Names(JsonFields fields, JsonElement? array, string field)
        {
            var names = new List<string>();
            foreach (var (index, item) in (array?.EnumerateArray().ToArray() ?? []).Index())
            {
                if (item.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(item.GetString()))
                {
                    names.Add(item.GetString()!);
                }
                else
                {
                    fields.Fault(string.Create(CultureInfo.InvariantCulture, $"{field}[{index}]"), $"must be the name of a label, found {item.GetRawText()}");
                }
            }

            return names;
        }
    }
}
