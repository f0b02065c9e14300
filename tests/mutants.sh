#!/usr/bin/env bash
# Plants each mutant of mutants.txt in a copy of the last commit, and sees that a test dies of it.
# Usage: tests/mutants.sh [word]    only the mutants that mention the word: an algorithm, a file, a test
set -uo pipefail
cd "$(git -C "$(dirname "${BASH_SOURCE[0]}")" rev-parse --show-toplevel)" || exit 1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

folder=$(mktemp -d)
copy=$folder/alink
git worktree add --quiet --detach "$copy" HEAD || exit 1
trap 'git worktree remove --force "$copy"; rm -rf "$folder"' EXIT
killed=0 others=0

# Builds one project and hands its assembly to the tests, which need no building themselves.
replace() {
  local room=${1%/*.csproj} assembly
  assembly=$(sed -n 's:.*<AssemblyName>\(.*\)</AssemblyName>.*:\1:p' "$copy/$1")
  (cd "$copy" && dotnet build -c Release -v q --no-restore --no-dependencies -p:RunAnalyzers=false "$1" > build.log 2>&1 &&
    for tests in $built; do
      cp "$room/bin/Release/net10.0/${assembly:-$(basename "$room")}.dll" "tests/$tests/bin/Release/net10.0/" || exit 1
    done)
}

passes() {
  (cd "$copy" && dotnet test "tests/$1/bin/Release/net10.0/$1.dll" --filter "$2" > test.log 2>&1)
}

report() {
  printf '%-10s %s\n' "$1" "$name"
  if [ "$1" = killed ]; then killed=$((killed + 1)); else others=$((others + 1)); fi
}

try() {
  [ -n "$name" ] || return
  local text rest project
  text=$(cat "$copy/$file" && printf .) || { report MISSING; return; }
  rest=${text/"$old"/}
  if [ "$rest" = "$text" ] || [ "${rest/"$old"/}" != "$rest" ]; then
    report NOT-ONCE
    return
  fi

  # The assembly of the mutant before must not stay beside the tests of one in another room.
  project=$(cd "$copy" && ls "$(cut -d/ -f1-2 <<< "$file")"/*.csproj)
  [ -z "$touched" ] || [ "$touched" = "$project" ] || replace "$touched"
  printf '%s' "${text/"$old"/"$new"}" | head -c -1 > "$copy/$file"
  if ! replace "$project"; then
    report NO-BUILD
    grep -m 3 'error' "$copy/build.log"
  elif passes ${test%% *} "${test#* }"; then
    report SURVIVED
  elif grep -q 'Failed: *[1-9]' "$copy/test.log"; then
    report killed
  else
    report NO-TESTS
  fi

  git -C "$copy" checkout --quiet -- "$file"
  touched=$project
}

mutants=$(awk -v RS= -v ORS='\n\n' -v word="${1:-}" 'word == "" || index($0, word)' tests/mutants.txt)
built=$(sed -n 's/^test: \([^ ]*\) .*/\1/p' <<< "$mutants" | sort -u)
for tests in $built; do
  (cd "$copy" && dotnet build -c Release -v q "tests/$tests") || exit 1
  filter=$(sed -n "s/^test: $tests //p" <<< "$mutants" | sort -u | paste -sd '|')
  passes "$tests" "$filter" || { cat "$copy/test.log"; echo "Tests fail without a mutant."; exit 1; }
done

name='' touched=''
while IFS= read -r line || [ -n "$line" ]; do
  case "$line" in
    '## '*)
      try # Where no blank line came before.
      name=${line#\#\# } file='' test='' old='' new=''
      ;;
    'file: '*) file=${line#file: } ;;
    'test: '*) test=${line#test: } ;;
    '- '*) old+=${old:+$'\n'}${line#- } ;;
    '+ '*) new+=${new:+$'\n'}${line#+ } ;;
    '') try; name='' ;;
  esac
done <<< "$mutants"$'\n'

printf '%d killed, %d not\n' "$killed" "$others"
[ "$others" -eq 0 ] && [ "$killed" -gt 0 ]
