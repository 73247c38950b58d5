namespace Thymus.Solvers.Jumps;

/// <summary>When each reaction fires next: a heap in which each can be found and moved (Gibson &amp; Bruck 2000, doi:10.1021/jp993732q).</summary>
internal sealed class FiringTimes
{
    private readonly double[] _times;
    private readonly int[] _heap;    // reactions, the earliest first
    private readonly int[] _places;  // of each reaction its place in the heap

    public FiringTimes(int reactions)
    {
        _times = new double[reactions];
        _heap = [.. Enumerable.Range(0, reactions)];
        _places = [.. _heap];
        Clear();
    }

    /// <summary>The reaction that fires first.</summary>
    public int First => _heap[0];

    /// <summary>When that is; positive infinity for never.</summary>
    public double Least => _heap.Length == 0 ? double.PositiveInfinity : _times[_heap[0]];

    /// <summary>When a reaction fires.</summary>
    public double this[int reaction] => _times[reaction];

    /// <summary>No reaction fires.</summary>
    public void Clear() => Array.Fill(_times, double.PositiveInfinity);

    /// <summary>Sets when a reaction fires.</summary>
    public void Set(int reaction, double time)
    {
        double before = _times[reaction];
        _times[reaction] = time;
        int place = _places[reaction];
        if (time < before)
        {
            Rise(place);
        }
        else
        {
            Sink(place);
        }
    }

    private void Rise(int place)
    {
        int reaction = _heap[place];
        double time = _times[reaction];
        while (place > 0)
        {
            int above = (place - 1) / 2;
            if (_times[_heap[above]] <= time)
            {
                break;
            }

            Put(_heap[above], place);
            place = above;
        }

        Put(reaction, place);
    }

    private void Sink(int place)
    {
        int reaction = _heap[place];
        double time = _times[reaction];
        while (true)
        {
            int below = (2 * place) + 1;
            if (below >= _heap.Length)
            {
                break;
            }

            below += below + 1 < _heap.Length && _times[_heap[below + 1]] < _times[_heap[below]] ? 1 : 0;
            if (!(_times[_heap[below]] < time))
            {
                break;
            }

            Put(_heap[below], place);
            place = below;
        }

        Put(reaction, place);
    }

    private void Put(int reaction, int place)
    {
        _heap[place] = reaction;
        _places[reaction] = place;
    }
}
