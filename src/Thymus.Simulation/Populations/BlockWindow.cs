using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Populations;

/// <summary>
/// The blocks in flight: patients are drawn in order, only into blocks within a window, and complete blocks leave in order. Its
/// blocks are all the memory that a streamed run needs.
/// </summary>
internal sealed class BlockWindow : IPopulationStore
{
    private readonly PatientBlock[] _blocks;
    private readonly int _blockSize;
    private readonly int _threads;
    private readonly long _count;
    private readonly object _gate = new();
    private long _drawn;      // patients drawn
    private long _written;    // blocks written
    private long _opened;     // blocks opened
    private bool _isClosed;

    public BlockWindow(PopulationRequest request, int blockSize, int blocks)
    {
        _count = request.Patients.Count;
        _blockSize = (int)Math.Min(blockSize, Math.Max(1, _count));
        _threads = request.Threads;
        long needed = (_count + _blockSize - 1) / _blockSize;
        _blocks = new PatientBlock[(int)Math.Min(blocks, Math.Max(1, needed))];
        for (int i = 0; i < _blocks.Length; i++)
        {
            _blocks[i] = new PatientBlock(request, _blockSize);
        }
    }

    /// <summary>Most blocks that were in flight at a time.</summary>
    public int LargestInFlight { get; private set; }

    private bool IsFull => _drawn % _blockSize == 0 && _drawn / _blockSize - _written == _blocks.Length;

    /// <summary>The next patients, of one block; none when there are no more, or no room for them now.</summary>
    public PatientShare Draw()
    {
        lock (_gate)
        {
            if (_isClosed || _drawn == _count || IsFull)
            {
                return default;
            }

            if (_drawn % _blockSize == 0)
            {
                _opened++;
                BlockOf(_drawn).Reset(_drawn, (int)Math.Min(_blockSize, _count - _drawn));
                LargestInFlight = Math.Max(LargestInFlight, (int)(_opened - _written));
            }

            long first = _drawn;
            long left = _blockSize - (first % _blockSize);
            int size = (int)Math.Min(left, PatientShare.Size(_count - first, _threads));
            _drawn += size;
            return new PatientShare(first, size);
        }
    }

    /// <summary>Waits until there is room for another patient; returns whether there are more.</summary>
    public bool WaitForRoom()
    {
        lock (_gate)
        {
            while (!_isClosed && _drawn < _count && IsFull)
            {
                Monitor.Wait(_gate);
            }

            return !_isClosed && _drawn < _count;
        }
    }

    /// <summary>Waits for the next block to be complete; <see langword="null"/> when all were written or the window is closed.</summary>
    public PatientBlock? WaitForComplete()
    {
        lock (_gate)
        {
            while (!_isClosed && _written * _blockSize < _count)
            {
                if (_written < _opened && BlockOf(_written * _blockSize) is { IsComplete: true } block)
                {
                    return block;
                }

                Monitor.Wait(_gate);
            }

            return null;
        }
    }

    /// <summary>Gives the room of the block that was written back.</summary>
    public void Written()
    {
        lock (_gate)
        {
            _written++;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Wakes everybody who waits: nothing more is going to happen.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }

    public Memory<double> RecordOf(long patient) => ((IPopulationStore)BlockOf(patient)).RecordOf(patient);

    public void End(long patient, in CourseEnd end)
    {
        var block = BlockOf(patient);
        ((IPopulationStore)block).End(patient, end);
        if (block.IsComplete)
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    private PatientBlock BlockOf(long patient) => _blocks[patient / _blockSize % _blocks.Length];
}
