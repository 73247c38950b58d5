namespace Thymus.Language.Binding;

/// <summary>Finds definitions that need themselves.</summary>
internal static class DefinitionLoops
{
    /// <summary>The symbols of one loop, each needing the next and the last the first; <see langword="null"/> when there is none.</summary>
    /// <remarks>Depth first, with a stack of its own, so that long chains of definitions are no danger.</remarks>
    public static List<T>? Find<T>(IEnumerable<T> symbols, IReadOnlyDictionary<T, List<T>> needs) where T : class
    {
        var done = new HashSet<T>();
        foreach (var start in symbols)
        {
            var path = new List<(T Symbol, int Next)>();
            var onPath = new HashSet<T>();
            if (done.Contains(start) || !needs.ContainsKey(start))
            {
                continue;
            }

            path.Add((start, 0));
            onPath.Add(start);
            while (path.Count > 0)
            {
                var (symbol, next) = path[^1];
                if (needs.TryGetValue(symbol, out var targets) && next < targets.Count)
                {
                    path[^1] = (symbol, next + 1);
                    var target = targets[next];
                    if (onPath.Contains(target))
                    {
                        return [.. path.Select(p => p.Symbol).SkipWhile(s => s != target)];
                    }

                    if (!done.Contains(target))
                    {
                        path.Add((target, 0));
                        onPath.Add(target);
                    }
                }
                else
                {
                    path.RemoveAt(path.Count - 1);
                    onPath.Remove(symbol);
                    done.Add(symbol);
                }
            }
        }

        return null;
    }
}
