using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace SemanticMlr.Edge.Outbox;

/// <summary>The thread that alone uses the disk: stores groups, reads pages of the backlog, makes room, and sets a damaged database aside.</summary>
internal sealed class OutboxWriter(
    OutboxFolder folder, OutboxMemory memory, OutboxOptions options, OutboxClock clock, OutboxDrops drops, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(8);
    private readonly OutboxStaging _staging = memory.Staging;
    private readonly DiskCondition _disk = new(memory.Staging, folder.Path, logger);
    private readonly OutboxAges _ages = new(options, clock);
    private readonly CommitLedger _ledger = new(options.LedgerFile);
    private OutboxDatabase _database = null!;
    private FrameFiles _frames = null!;
    private GroupWriter _groups = null!;
    private OutboxPages _pages = null!;
    private Thread? _thread;
    private volatile bool _isStopping;
    private volatile bool _isOpen;
    private SqliteException? _damage;
    private bool _isExpired;
    private long _lastLook;

    /// <summary>Whether the disk had no room at the last look.</summary>
    public bool IsFull => _disk.IsFull;

    /// <inheritdoc cref="OutboxAges.Oldest"/>
    public long? Oldest(OutboxClass kind) => _ages.Oldest(kind);

    /// <summary>Opens the folder and begins.</summary>
    /// <exception cref="OutboxException">It cannot be opened.</exception>
    public void Start()
    {
        Open();
        clock.GoOnFrom(_database.Clock);
        _staging.Begin(_database);
        var waiting = Enum.GetValues<OutboxClass>().Sum(kind => _database[kind].Count);
        logger.OutboxOpened(folder.Path, waiting);
        _thread = new Thread(Run) { IsBackground = true, Name = "outbox" };
        _thread.Start();
    }

    /// <summary>Stores what is in memory and closes the database.</summary>
    public void Stop()
    {
        if (_thread is null || _isStopping)
        {
            return;
        }

        _isStopping = true;
        memory.Wake();
        if (!_thread.Join(CloseWithin))
        {
            logger.OutboxNotClosed(folder.Path, CloseWithin);
        }
    }

    private void Open()
    {
        (_database, _frames) = folder.Open();
        var commit = new OutboxCommit(_database, _frames, _staging, options, clock, drops, _ledger);
        _groups = new GroupWriter(_database, _frames, _staging, folder.Reserve, _disk, commit);
        _pages = new OutboxPages(_database, _frames, _staging);
        _isOpen = true;
        if (_database.IsNew)
        {
            _staging.ForgetDisk(); // nothing is left of what may have been there
        }

        if (!folder.Reserve.TryKeep())
        {
            logger.ReserveNotKept(folder.Path, options.ReserveBytes);
        }
    }

    private void Run()
    {
        Guard(ReadOn); // what waits can go out at once
        Guard(Sweep);
        while (!_isStopping)
        {
            _staging.WaitForWork();
            OpenAgain();
            Guard(ReadOn);
            Guard(LookAround);
            Guard(StoreDue);
        }

        for (var attempt = 0; attempt < 2; attempt++) // the second is for a database that turned out to be damaged
        {
            _ = memory.FlushAsync();
            OpenAgain();
            Guard(StoreDue);
        }

        Close();
    }

    /// <summary>Sets a damaged database aside and opens the folder again; until both succeed, messages go out from memory.</summary>
    private void OpenAgain()
    {
        if (_isOpen && _damage is null)
        {
            return;
        }

        try
        {
            if (_damage is not null)
            {
                Close();
                folder.SetAside(_damage);
                _damage = null;
                _staging.ForgetDisk();
            }

            Open();
        }
        catch (Exception exception) when (DiskFaults.IsDisk(exception))
        {
            _staging.IsUnreadable = true;
            _disk.Failed(exception);
            _staging.Postpone(RetryAfter);
        }
    }

    /// <summary>Does a step with the open folder; faults of the disk are said, and the step is tried again later.</summary>
    private void Guard(Action step)
    {
        if (!_isOpen)
        {
            return;
        }

        try
        {
            step();
        }
        catch (SqliteException exception) when (OutboxDatabase.IsDamage(exception))
        {
            _damage = exception;
            OpenAgain();
        }
        catch (Exception exception) when (DiskFaults.IsDisk(exception))
        {
            logger.OutboxFault(exception, folder.Path);
        }
    }

    private void ReadOn()
    {
        try
        {
            _pages.Fill();
            _staging.IsUnreadable = false;
        }
        catch (Exception exception) when (DiskFaults.IsDisk(exception))
        {
            var isSaid = _staging.IsUnreadable;
            _staging.IsUnreadable = true;
            if (!isSaid || (exception is SqliteException damage && OutboxDatabase.IsDamage(damage)))
            {
                throw;
            }
        }
    }

    private void StoreDue()
    {
        if (!_staging.IsDue && !_isExpired)
        {
            return;
        }

        var group = _staging.Collect(out var flush);
        try
        {
            _ledger.Dropped(_staging.TakeLost());
            _groups.Write(group, _isExpired);
            _isExpired = false;
            _disk.Stored();
        }
        catch (Exception exception) when (DiskFaults.IsDisk(exception))
        {
            _staging.NotStored(group, RetryAfter);
            _disk.Failed(exception);
            if (exception is SqliteException damage && OutboxDatabase.IsDamage(damage))
            {
                throw;
            }
        }
        finally
        {
            flush?.TrySetResult();
        }
    }

    /// <summary>Once a second: what is too old, how old the oldest is, whether there is room again.</summary>
    private void LookAround()
    {
        if (_lastLook != 0 && time.GetElapsedTime(_lastLook) < TimeSpan.FromSeconds(1))
        {
            return;
        }

        _lastLook = time.GetTimestamp();
        _ages.Look(_database);
        _isExpired = _ages.IsAnyTooOld && !_staging.IsVolatile;
        _database.Shrink();
        if (!_staging.IsVolatile && folder.Reserve.TryKeep())
        {
            _disk.HasRoom();
        }
    }

    private void Sweep()
    {
        var swept = _frames.Sweep(_database.Place, _database[OutboxClass.Frame].Contains);
        if (swept > 0)
        {
            logger.OrphansSwept(swept);
        }
    }

    private void Close()
    {
        if (_isOpen)
        {
            _isOpen = false;
            _database.Dispose();
        }
    }
}
