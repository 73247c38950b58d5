using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Populations;

/// <summary>Integrates on one thread. Its lanes take patients one by one from a share that it draws of those all threads have.</summary>
internal sealed class PopulationWorker : ICourseSource, IDisposable
{
    private readonly LaneEngine _engine;
    private readonly Func<PatientShare> _draw;
    private readonly Stack<PopulationCourse> _idle;
    private long _next;
    private long _end;

    /// <param name="request">The request.</param>
    /// <param name="plan">The request made ready.</param>
    /// <param name="store">Where outputs go.</param>
    /// <param name="draw">Gives the next patients, none when there are none now.</param>
    public PopulationWorker(PopulationRequest request, PopulationPlan plan, IPopulationStore store, Func<PatientShare> draw)
    {
        _draw = draw;
        LaneWidth width = LaneEngine.WidthFor(plan.Solver.Method, request.Width);
        _engine = LaneEngine.Create(request.Model.Kernel(width), plan.Solver);
        _idle = new Stack<PopulationCourse>((int)width);
        for (int lane = 0; lane < (int)width; lane++)
        {
            _idle.Push(new PopulationCourse(plan, store) { Ended = _idle.Push });
        }
    }

    /// <summary>Runs until there is no patient to draw and every lane is done.</summary>
    public EngineStatistics Run(CancellationToken cancellation) => _engine.Run(this, cancellation);

    public ICourse? Next()
    {
        if (_next == _end)
        {
            var share = _draw();
            (_next, _end) = (share.First, share.First + share.Count);
            if (share.Count == 0)
            {
                return null;
            }
        }

        var course = _idle.Pop();
        course.Take(_next++);
        return course;
    }

    public void Dispose() => _engine.Dispose();
}
