using Thymus.Solvers.Choosing;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Populations;

/// <summary>Chooses the method for a population by its first patients.</summary>
internal static class PopulationProbe
{
    private const int Patients = 4;

    /// <summary>The choice; it depends neither on the width nor on the number of patients, but that one alone has no lanes.</summary>
    public static MethodChoice Choose(PopulationRequest request, PopulationPlan plan)
    {
        var model = new ProbeModel(request.Model.Kernel(LaneWidth.Scalar), request.Model.Cost, plan.Solver, Courses);
        return MethodChooser.Choose([model], isSingle: request.Patients.Count == 1, CancellationToken.None);

        IReadOnlyList<ICourse> Courses()
        {
            var store = new Nowhere(request.RecordLength);
            List<ICourse> courses = [];
            for (int patient = 0; patient < Math.Min(Patients, request.Patients.Count); patient++)
            {
                var course = new PopulationCourse(plan, store) { Ended = _ => { } };
                course.Take(patient);
                courses.Add(course);
            }

            return courses;
        }
    }

    private sealed class Nowhere(int length) : IPopulationStore
    {
        public Memory<double> RecordOf(long patient) => new double[length];

        public void End(long patient, in CourseEnd end)
        {
        }
    }
}
