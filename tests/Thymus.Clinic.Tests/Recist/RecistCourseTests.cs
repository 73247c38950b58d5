using Thymus.Clinic.Recist;

namespace Thymus.Clinic.Tests.Recist;

/// <summary>Courses of RECIST 1.1; the lettered cases are the worked tests of the project's response dossier.</summary>
public sealed class RecistCourseTests
{
    private static readonly RecistRules Confirmed = new() { Confirmation = true };
    private static readonly RecistRules Unconfirmed = new();

    [Theory]
    [InlineData("a", new double[] { 100, 60, 55, 64, 66 }, "PR PR PR PD")]
    [InlineData("b", new double[] { 20, 10, 13 }, "PR PR")]
    [InlineData("c", new double[] { 100, 80, 70 }, "SD PR")]
    [InlineData("d", new double[] { 100, 120 }, "PD")]
    [InlineData("e", new double[] { 20, 24 }, "SD")]
    public void Worked_cases_are_graded_as_published(string id, double[] sums, string expected)
    {
        Assert.NotEmpty(id);
        var course = new RecistCourse(sums[0], Unconfirmed);

        string graded = string.Join(' ', sums.Skip(1).Select((sum, i) => course.Assess(new(63 * (i + 1), sum, false)).Overall.Code));

        Assert.Equal(expected, graded);
    }

    [Theory]   // visits every 42 d unless an interval is given
    [InlineData("SD SD PD", "SD", "SD")]
    [InlineData("PD", "PD", "PD")]
    [InlineData("NE NE", "NE", "NE")]
    [InlineData("", "NE", "NE")]
    [InlineData("PR PR", "PR", "PR")]
    [InlineData("PR SD PD", "PR", "SD")]
    [InlineData("PR NE PR", "PR", "PR")]
    [InlineData("PR NE NE PR", "PR", "SD")]
    [InlineData("PR SD PR", "PR", "SD")]
    [InlineData("PR CR", "CR", "PR")]
    [InlineData("PR CR CR", "CR", "CR")]
    [InlineData("CR CR", "CR", "CR")]
    [InlineData("CR NE CR", "CR", "CR")]
    [InlineData("CR NE NE CR", "CR", "SD")]
    [InlineData("CR PR PR", "CR", "PR")]
    [InlineData("CR SD", "CR", "SD")]
    [InlineData("CR PD", "CR", "SD")]
    [InlineData("CR NE", "CR", "SD")]
    [InlineData("PR PD", "PR", "SD")]
    [InlineData("SD PR PR", "PR", "PR")]
    [InlineData("PD PR PR CR CR", "PD", "PD")]     // nothing after the first progression counts
    [InlineData("SD PD PR PR", "SD", "SD")]
    [InlineData("NE PD", "PD", "PD")]
    public void Best_response_follows_the_switch(string visits, string unconfirmed, string confirmed)
    {
        Assert.Equal(unconfirmed, Course(visits, 42, Unconfirmed).BestResponse.Code);
        Assert.Equal(confirmed, Course(visits, 42, Confirmed).BestResponse.Code);
    }

    [Theory]   // every 21 d: stable disease needs 42 d, confirmation 28 d
    [InlineData("SD PD", "PD")]
    [InlineData("SD", "NE")]
    [InlineData("SD SD", "SD")]
    [InlineData("PR PD", "PD")]
    [InlineData("PR PR", "SD")]
    [InlineData("PR PR PR", "PR")]
    [InlineData("PR CR PR", "SD")]     // a PR after a CR does not confirm
    [InlineData("PR CR CR", "PR")]
    [InlineData("CR CR CR", "CR")]
    [InlineData("CR PD", "PD")]
    public void Early_visits_neither_confirm_nor_count_as_stable(string visits, string expected) =>
        Assert.Equal(expected, Course(visits, 21, Confirmed).BestResponse.Code);

    [Fact]
    public void Response_starts_at_the_visit_that_is_confirmed()
    {
        Assert.Equal(84, Course("SD PR PR", 42, Confirmed).ResponseStart);
        Assert.Equal(126, Course("PR SD PR CR", 42, Confirmed).ResponseStart);
        Assert.Equal(42, Course("PR SD PR CR", 42, Unconfirmed).ResponseStart);
        Assert.Null(Course("PR SD PD", 42, Confirmed).ResponseStart);
    }

    [Fact]
    public void Progression_free_survival_ends_with_progression_or_death()
    {
        Assert.Equal(new TimeToEvent(126, true), Course("SD SD PD", 42, Unconfirmed).ProgressionFreeSurvival(death: 300));
        Assert.Equal(new TimeToEvent(100, true), Course("SD SD", 42, Unconfirmed).ProgressionFreeSurvival(death: 100));
    }

    [Fact]
    public void Progression_free_survival_is_censored_at_the_last_adequate_assessment()
    {
        Assert.Equal(new TimeToEvent(84, false), Course("SD SD NE", 42, Unconfirmed).ProgressionFreeSurvival());
        Assert.Equal(new TimeToEvent(0, false), Course("NE", 42, Unconfirmed).ProgressionFreeSurvival());
        Assert.Equal(new TimeToEvent(0, false), Course("", 42, Unconfirmed).ProgressionFreeSurvival());
    }

    [Fact]
    public void Event_after_missed_assessments_is_censored_before_the_gap_when_the_protocol_says_so()
    {
        var rules = new RecistRules { LongestGap = 91 };

        Assert.Equal(new TimeToEvent(42, false), Course("SD NE NE PD", 42, rules).ProgressionFreeSurvival());
        Assert.Equal(new TimeToEvent(126, true), Course("SD NE PD", 42, rules).ProgressionFreeSurvival());
        Assert.Equal(new TimeToEvent(42, false), Course("SD", 42, rules).ProgressionFreeSurvival(death: 200));
        Assert.Equal(new TimeToEvent(168, true), Course("SD NE NE PD", 42, Unconfirmed).ProgressionFreeSurvival());
    }

    [Fact]
    public void Duration_of_response_runs_from_its_start_to_progression_or_death()
    {
        Assert.Equal(new TimeToEvent(84, true), Course("SD PR PR PD", 42, Confirmed).DurationOfResponse());
        Assert.Equal(new TimeToEvent(42, false), Course("SD PR PR", 42, Confirmed).DurationOfResponse());
        Assert.Equal(new TimeToEvent(66, true), Course("SD PR PR", 42, Confirmed).DurationOfResponse(death: 150));
        Assert.Null(Course("SD SD", 42, Confirmed).DurationOfResponse());
    }

    [Fact]
    public void Nadir_includes_baseline_and_looks_only_back()
    {
        var course = new RecistCourse(50, Unconfirmed);

        Assert.Equal(50, course.Assess(new(42, 55, false)).Nadir);
        Assert.Equal(50, course.Assess(new(84, 40, false)).Nadir);
        Assert.Equal(40, course.Assess(new(126, double.NaN, false)).Nadir);
        Assert.Equal(Response.Progressive, course.Assess(new(168, 48, false)).Overall);
        Assert.Equal(-0.2, course.BestChange, tolerance: 1e-12);
    }

    [Fact]
    public void Disease_that_comes_back_is_progression_when_the_protocol_says_so()
    {
        Assert.Equal(Response.Progressive, Regrown(new RecistRules { ReappearanceIsProgression = true }));
        Assert.Equal(Response.Partial, Regrown(Unconfirmed));

        static Response Regrown(RecistRules rules)
        {
            var course = new RecistCourse(50, rules);
            course.Assess(new(42, 0, true));
            return course.Assess(new(84, 4, false)).Overall;
        }
    }

    [Fact]
    public void Patient_without_targets_is_graded_by_the_other_lesions()
    {
        var course = new RecistCourse(double.NaN, Unconfirmed);
        course.Assess(new(42, double.NaN, false, NonTargetStatus.NonCompleteNonProgressive));

        Assert.Equal("NON-CR/NON-PD", course.BestResponse.Code);

        course.Assess(new(84, double.NaN, false, NonTargetStatus.Complete));

        Assert.Equal("CR", course.BestResponse.Code);
    }

    [Fact]
    public void Impossible_input_is_refused_in_words()
    {
        var course = new RecistCourse(50, Unconfirmed);
        course.Assess(new(42, 50, false));

        Assert.Throws<ArgumentOutOfRangeException>(() => course.Assess(new(42, 50, false)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecistCourse(0, Unconfirmed));
    }

    /// <summary>A course whose overall responses are those of the text, at multiples of the interval.</summary>
    /// <remarks>Sums are close together, so that no change between visits is progression: complete is a nodal sum, all below 10 mm.</remarks>
    private static RecistCourse Course(string visits, double interval, RecistRules rules)
    {
        var course = new RecistCourse(100, rules);
        string[] codes = visits.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < codes.Length; i++)
        {
            double time = interval * (i + 1);
            var graded = course.Assess(codes[i] switch
            {
                "CR" => new(time, 61, true),
                "PR" => new(time, 65, false),
                "SD" => new(time, 73, false),
                "PD" => new(time, 73, false, NewLesion: true),
                _ => new(time, double.NaN, false),
            });
            if (graded.Overall.Code != codes[i])
            {
                throw new InvalidOperationException($"visit {i + 1} of '{visits}' is {graded.Overall.Code}");
            }
        }

        return course;
    }
}
