using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SemanticMlr.Bundles;
using SemanticMlr.Labels;
using SemanticMlr.Labels.Trust;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Labels;

/// <summary>The label list and calibration that the configuration names, read and checked, and the list that is in force at the start.</summary>
internal sealed class LabelSource
{
    private const int LongestReason = 2_000;

    private readonly Bundle _bundle;
    private readonly TimeProvider _time;
    private readonly LabelList _list;
    private readonly byte[] _content;
    private readonly CalibrationFile? _besideList;
    private readonly string? _head;
    private readonly string? _path;

    /// <summary>Reads both files; without a list the bundle's stands. That one of them cannot be used is written into the audit log, too.</summary>
    /// <exception cref="LabelListException">The list cannot be used; every fault is listed.</exception>
    /// <exception cref="CalibrationException">The calibration cannot be used.</exception>
    public LabelSource(Bundle bundle, IOptions<LabelsOptions> options, AuditLog audit, TimeProvider time)
    {
        var settings = options.Value;
        (_bundle, _time) = (bundle, time);
        _head = settings.Head.Length > 0 ? settings.Head : null;
        if (settings.File.Length == 0)
        {
            (_list, _content) = (bundle.Labels, File.ReadAllBytes(bundle.PathOf(bundle.Manifest.Labels)));
            return;
        }

        _path = InstalledPath.Resolve(settings.File);
        try
        {
            _list = LabelListReader.Read(_path, Rules);
            _content = File.ReadAllBytes(_path);
            var calibration = settings.Calibration.Length > 0
                ? InstalledPath.Resolve(settings.Calibration)
                : Path.Combine(Path.GetDirectoryName(_path)!, CalibrationFile.FileName);
            _besideList = settings.Calibration.Length > 0 || File.Exists(calibration) ? CalibrationFile.Read(calibration) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            audit.AppendRefusal(Refusal(exception));
            throw;
        }
    }

    /// <summary>What lists are checked against now.</summary>
    public LabelListRules Rules => new()
    {
        Dimension = _bundle.Manifest.Dimension,
        Encoder = _bundle.Manifest.Text.Encoder,
        Now = _time.GetUtcNow(),
    };

    /// <summary>The list of the configuration or bundle.</summary>
    public LabelList Default => _list;

    /// <summary>That list as it stands in its file.</summary>
    public byte[] DefaultContent => _content;

    /// <summary>Encodes the labels and joins them with head, calibration and thresholds.</summary>
    public RecognitionSnapshot CreateSnapshot(RecognitionModel model) => CreateSnapshot(model, model.CreateLabelTable(_list), kept: null);

    /// <summary>Joins a label table with head, calibration and thresholds.</summary>
    /// <param name="model">The model that made the table.</param>
    /// <param name="table">The labels.</param>
    /// <param name="kept">The calibration that the store keeps with the list, or null. The configuration's goes before it.</param>
    public RecognitionSnapshot CreateSnapshot(RecognitionModel model, LabelTable table, CalibrationFile? kept)
    {
        var calibrations = new List<CalibrationSource>();
        if (_besideList is not null)
        {
            calibrations.Add(new CalibrationSource("beside the label list", _besideList));
        }

        if (kept is not null)
        {
            calibrations.Add(new CalibrationSource("kept with the label list", kept));
        }

        return RecognitionSnapshot.CreateWith(model, table, _head, calibrations);
    }

    /// <summary>The list in force at the start: the one that was applied last, where it can still be used, else that of the configuration or bundle.</summary>
    /// <param name="model">The model.</param>
    /// <param name="store">Where lists are kept.</param>
    /// <param name="audit">Where it is written down that a list could not be used.</param>
    /// <param name="logger">Where both are reported.</param>
    public ListInForce Begin(RecognitionModel model, LabelStore store, AuditLog audit, ILogger logger)
    {
        var refusal = store.Damage is { } damage ? new AuditEntry { Result = "not-readable", Reason = $"The index of the lists that are kept cannot be read: {damage}" } : null;
        if (store.Current is { } kept)
        {
            try
            {
                var begun = Open(model, store, kept, store.State.History is [.., var last] ? last.Change : Start(), store.State.Activation);
                logger.KeptListInForce(kept.ListId, kept.Version, begun.Activation);
                return begun;
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                logger.KeptListUnusable(kept.ListId, kept.Version, exception.Message);
                refusal = new AuditEntry { Result = "not-usable", Key = kept.Key, List = kept.ListId, Version = kept.Version, Sha256 = kept.Sha256, Reason = exception.Message };
            }
        }

        var (snapshot, activation) = (CreateDefault(model, audit), store.NoteDefault(Convert.ToHexStringLower(SHA256.HashData(_content)), _list.Version));
        if (refusal is not null)
        {
            audit.AppendRefusal(refusal with
            {
                Action = "start",
                Reason = FormattableString.Invariant($"{refusal.Reason!.TrimEnd('.')}. {_list.Id} version {_list.Version} of the configuration or bundle is in force instead (activation {activation})."),
            });
        }

        return new ListInForce
        {
            Snapshot = snapshot,
            Activation = activation,
            Change = Start(),
            Content = _content,
            Json = _content,
        };
    }

    /// <summary>A kept list, ready to be put in force.</summary>
    /// <exception cref="LabelListException">It does not fit the bundle any more, or expired.</exception>
    /// <exception cref="IOException">Its file is gone or damaged.</exception>
    public ListInForce Open(RecognitionModel model, LabelStore store, KeptList kept, ListChange change, long activation)
    {
        var content = store.Read(kept);
        var json = kept.Key is null ? content : TrustedKeys.ReadUnchecked(content);
        var list = LabelListReader.Parse(json, $"label list {kept.ListId} version {kept.Version}", Rules);
        var calibration = store.CalibrationPath(kept) is { } path ? CalibrationFile.Read(path) : null;
        return new ListInForce
        {
            Snapshot = CreateSnapshot(model, model.CreateLabelTable(list), calibration),
            Activation = activation,
            Change = change,
            Content = content,
            Json = json,
            Kept = kept,
        };
    }

    /// <summary>The list in force, with head, calibration and thresholds for another model of the same bundle.</summary>
    /// <exception cref="CalibrationException">The calibration that is kept with it cannot be read.</exception>
    public ListInForce Renew(RecognitionModel model, LabelStore store, ListInForce list) => list with
    {
        Snapshot = CreateSnapshot(
            model,
            list.Snapshot.Table,
            list.Kept is { } kept && store.CalibrationPath(kept) is { } path ? CalibrationFile.Read(path) : null),
    };

    private RecognitionSnapshot CreateDefault(RecognitionModel model, AuditLog audit)
    {
        try
        {
            return CreateSnapshot(model);
        }
        catch (LabelListException exception) when (_path is not null)
        {
            audit.AppendRefusal(Refusal(exception) with { List = _list.Id, Version = _list.Version });
            throw;
        }
    }

    /// <summary>What the audit log says of a configured list that stops the start; the hash tells which state of the file it was.</summary>
    private AuditEntry Refusal(Exception exception) => new()
    {
        Action = "start",
        Result = "not-usable",
        Sha256 = HashOf(_path!),
        Reason = $"The configured list cannot be used, so the agent does not start. {Shorten(exception.Message)}",
    };

    private static string? HashOf(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return stream.Length <= LabelListReader.MaxBytes ? Convert.ToHexStringLower(SHA256.HashData(stream)) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A list may have as many faults as labels; the log of the agent has them all.</summary>
    private static string Shorten(string message) => message.Length <= LongestReason ? message : $"{message[..LongestReason]} ...";

    private ListChange Start() => new(ListAction.Start, _time.GetUtcNow());
}
