using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Diagnostics;

namespace SemanticMlr.Edge.Review;

/// <summary>Keeps what was asked until it is answered, and what was answered as a data set.</summary>
/// <remarks>
/// Bounded: the oldest items without an answer go first, answered ones stay. A folder that cannot be used never stops the agent:
/// items are then published, counted as not stored, and their answers refused. Thread-safe.
/// </remarks>
public sealed class ReviewStore : IHealthContributor
{
    private readonly Lock _gate = new();
    private readonly ReviewFolder _folder;
    private readonly ReviewStoreOptions _options;
    private readonly MessagingMetrics _metrics;
    private readonly ILogger<ReviewStore> _logger;
    private readonly Dictionary<Guid, long> _sizes = [];
    private readonly Queue<Guid> _oldestFirst = [];
    private readonly Dictionary<Guid, int> _answers = [];
    private readonly SortedDictionary<string, string> _lines = new(StringComparer.Ordinal);
    private bool _isLoaded;
    private bool _isFull;
    private long _bytes;

    public ReviewStore(IOptions<ReviewOptions> options, IOptions<StateOptions> state, MessagingMetrics metrics, ILogger<ReviewStore> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(state);
        _options = options.Value.Store;
        _folder = new ReviewFolder(_options.Folder.Length > 0 ? Path.GetFullPath(_options.Folder) : state.Value.PathOf("review"));
        (_metrics, _logger) = (metrics, logger);
    }

    /// <summary>The data set of the last answers.</summary>
    public string DatasetPath => Path.Combine(_folder.Path, ReviewFolder.DatasetName);

    /// <summary>Keeps an item for its answer.</summary>
    public void Keep(ReviewItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        lock (_gate)
        {
            try
            {
                Load();
                var bytes = ReviewFolder.BytesOf(item);
                if (MakeRoom(bytes))
                {
                    _folder.Write(item);
                    Index(item.Id, bytes);
                    return;
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                _logger.ItemNotStored(exception, _folder.Path);
            }

            _metrics.ReviewsNotStored.Add();
        }
    }

    /// <summary>Stores an answer. The last one rules the data set; all are kept.</summary>
    public AnswerOutcome Answer(ReviewAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        lock (_gate)
        {
            try
            {
                Load();
                if (!_sizes.ContainsKey(answer.ReviewId))
                {
                    return new AnswerOutcome(0, IsKnown: false, [], null);
                }

                var item = _folder.ReadItem(answer.ReviewId);
                var known = item.LabelIds().ToHashSet(StringComparer.Ordinal);
                string[] unknown = [.. answer.Labels.Keys.Where(label => !known.Contains(label))];
                if (unknown.Length > 0)
                {
                    return new AnswerOutcome(0, IsKnown: true, unknown, null);
                }

                _folder.Append(answer);
                Count(answer);
                Line(answer, item);
                _folder.WriteDataset(_lines.Values);
                _logger.Answered(answer.ReviewId, answer.Reviewer, _answers[answer.ReviewId]);
                return new AnswerOutcome(_answers[answer.ReviewId], IsKnown: true, [], null);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
            {
                _logger.ItemNotStored(exception, _folder.Path);
                return new AnswerOutcome(0, IsKnown: true, [], exception.Message);
            }
        }
    }

    /// <inheritdoc/>
    public void Contribute(HealthReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        lock (_gate)
        {
            report.Gauge("mlr.review.stored", _sizes.Count);
            report.Gauge("mlr.review.stored.bytes", _bytes);
            report.Gauge("mlr.review.answered", _lines.Count);
        }
    }

    private void Load()
    {
        if (_isLoaded)
        {
            return;
        }

        _sizes.Clear(); // of a try that failed half-way
        _oldestFirst.Clear();
        _answers.Clear();
        _lines.Clear();
        _bytes = 0;
        _folder.Create();
        foreach (var (id, bytes) in _folder.List())
        {
            Index(id, bytes);
        }

        foreach (var answer in _folder.ReadAnswers(reason => _logger.ItemDamaged("answers.jsonl", reason)))
        {
            try
            {
                if (_sizes.ContainsKey(answer.ReviewId))
                {
                    Count(answer); // first: an answered item is never removed, whether it can be read or not
                    Line(answer, _folder.ReadItem(answer.ReviewId));
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
            {
                _logger.ItemDamaged($"items/{answer.ReviewId}.json", exception.Message);
            }
        }

        _isLoaded = true;
    }

    private void Index(Guid id, long bytes)
    {
        _sizes.Add(id, bytes);
        _oldestFirst.Enqueue(id);
        _bytes += bytes;
    }

    private void Count(ReviewAnswer answer) => _answers[answer.ReviewId] = _answers.GetValueOrDefault(answer.ReviewId) + 1;

    private void Line(ReviewAnswer answer, StoredReview item) => _lines[answer.ReviewId.ToString()] = ReviewFolder.Line(item, answer);

    private bool MakeRoom(long bytes)
    {
        while (_sizes.Count + 1 > _options.MaxItems || _bytes + bytes > _options.MaxBytes)
        {
            if (!_oldestFirst.TryPeek(out var oldest))
            {
                if (!_isFull)
                {
                    _isFull = true;
                    _logger.StoreFull(_folder.Path);
                }

                return false;
            }

            if (!_answers.ContainsKey(oldest))
            {
                _folder.Delete(oldest);
                _sizes.Remove(oldest, out var freed);
                _bytes -= freed;
            }

            _oldestFirst.Dequeue(); // only now: one that could not be deleted is tried again
        }

        _isFull = false;
        return true;
    }
}
